// A trading bot, as far as its metrics are concerned: it counts what it did since it was started.
import { createServer } from 'node:http';

const startedAt = Date.now();

const metrics = () => `# HELP bot_build_info The version that runs.
# TYPE bot_build_info gauge
bot_build_info{version="2.3.1"} 1
# HELP bot_trades_total Trades since the start.
# TYPE bot_trades_total counter
bot_trades_total ${Math.floor((Date.now() - startedAt) / 250)}
# HELP process_resident_memory_bytes Resident memory.
# TYPE process_resident_memory_bytes gauge
process_resident_memory_bytes ${process.memoryUsage().rss}
# HELP process_cpu_seconds_total Processor time.
# TYPE process_cpu_seconds_total counter
process_cpu_seconds_total ${process.cpuUsage().user / 1e6}
`;

const server = createServer((request, response) => {
  if (request.url !== '/metrics') response.writeHead(404).end();
  else response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(metrics());
});
server.listen(8082, () => console.log('the bot trades; authorization: Bearer not-for-everybodys-eyes'));
process.on('SIGTERM', () => process.exit(0));
