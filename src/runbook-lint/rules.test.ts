import { describe, expect, it } from 'vitest';

import { lintRunbook } from './lint.ts';
import type { Remark } from './remark.ts';
import { rules } from './rules/index.ts';

/** A rule, what it must find, and what is nearly the same and right. A text with a fence or a heading is Markdown. */
type Case = readonly [rule: string, wrong: string, right: string];

const exec = 'docker compose exec prometheus';
const grafana = 'http://localhost:3001';
const yaml = (text: string): string => `\`\`\`yaml\n${text}\n\`\`\``;
const query = (more: string): string =>
  `curl -fsS -K auth -d '{"queries":[{${more}}],"from":"now-1h","to":"now"}'`;

const cases: readonly Case[] = [
  [
    'G01',
    'curl -s http://localhost:8082/metrics && echo OK',
    'curl -fsS http://localhost:8082/metrics && echo OK',
  ],
  ['G01', 'if curl -s http://app/; then echo OK; fi', 'if curl -sf http://app/; then echo OK; fi'],
  ['G01', 'curl -s http://app/ || exit 1', 'curl -s http://app/ || true'],
  [
    'G01',
    'curl -fs http://app/metrics | head -1 && echo OK',
    'set -o pipefail; curl -fs http://app/ | head -1 && echo OK',
  ],
  ['G01', 'curl -fsS http://localhost:9090/-/healthy', 'curl -fsS http://localhost:9090/-/ready'],
  ['G01', 'curl -fsS http://localhost:9093/-/ready', 'curl -fsS http://localhost:9093/api/v2/status'],
  ['G02', '# Check the service\n./start_stack.sh', '# Check, then start the service\n./start_stack.sh'],
  ['G02', '# Check Docker\nsystemctl restart nginx', '# Check Docker\nsystemctl status nginx'],
  ['G02', '# View it\ndocker compose up -d grafana', '# View it\n\ndocker compose up -d grafana'],
  ['G03', 'docker-compose logs grafana', 'docker compose logs grafana'],
  ['G03', 'docker compose -p lab ps grafana', 'docker compose -p lab ps --all grafana'],
  [
    'G03',
    'echo A=1 >> .env\ndocker compose restart grafana',
    'echo A=1 >> .env\ndocker compose up -d grafana',
  ],
  [
    'G03',
    '# Raise the memory limits\ndocker compose restart grafana',
    '# It hangs\ndocker compose restart grafana',
  ],
  [
    'G04',
    `docker compose stop prometheus\n${exec} promtool --version`,
    `docker compose stop grafana\n${exec} promtool --version`,
  ],
  [
    'G04',
    `## It does not start\n\`\`\`sh\n${exec} ls\n\`\`\``,
    `## It is slow\n\`\`\`sh\n${exec} ls\n\`\`\``,
  ],
  ['G05', `${exec} wget -qO- http://app:8082/metrics`, `${exec} promtool --version`],
  ['G05', 'docker compose exec alertmanager cat /etc/hosts', 'docker compose exec alertmanager amtool alert'],
  ['G06', 'df -h /var/lib/prometheus', 'df -h /var/lib/docker'],
  [
    'G07',
    'docker volume rm prometheus-data',
    'tar -czf prometheus-data.tgz .\ndocker volume rm prometheus-data',
  ],
  ['G07', 'docker volume rm prometheus-data', 'docker volume inspect prometheus-data'],
  [
    'G08',
    `${exec} chown -R 65534:65534 /prometheus`,
    'docker compose exec -u 0 prometheus chown -R 65534:65534 /prometheus',
  ],
  [
    'G08',
    'docker compose exec -u root grafana chown grafana:grafana /x',
    'docker compose exec -u root grafana chown 472:0 /x',
  ],
  ['G09', "echo 'storage.tsdb.retention.time: 7d' > a.yml", "echo '--storage.tsdb.retention.time=7d'"],
  ['G09', '# storage.tsdb.retention.size: 5GB', '# --storage.tsdb.retention.size=5GB'],
  [
    'G09',
    yaml('storage:\n  tsdb:\n    retention:\n      time: 7d'),
    yaml('loki:\n  tsdb:\n    retention:\n      time: 7d'),
  ],
  ['G10', "echo 'storage.tsdb.max-block-duration: 2h'", "echo 'storage.tsdb.out_of_order_time_window: 2h'"],
  [
    'G10',
    'docker ps\necho a >> /etc/prometheus/prometheus.yml',
    'docker ps\necho a >> config/prometheus.yml',
  ],
  ['G10', yaml('- --storage.tsdb.max-block-duration=2h'), yaml('- --storage.tsdb.wal-compression')],
  ['G11', `${exec} promtool tsdb delete /prometheus`, `${exec} promtool tsdb analyze /prometheus`],
  [
    'G12',
    'curl -G http://p:9090/api/v1/query -d query=prometheus_memory_usage_bytes',
    'curl -G http://p:9090/api/v1/query -d query=process_resident_memory_bytes',
  ],
  [
    'G12',
    '```promql\nprometheus_memory_usage_bytes > 1e9\n```',
    '```promql\nprometheus_tsdb_head_series > 1e6\n```',
  ],
  [
    'G13',
    `${exec} sed -i s/a/b/ /etc/prometheus/prometheus.yml`,
    `${exec} sed s/a/b/ /etc/prometheus/prometheus.yml`,
  ],
  ['G13', 'sed -i s/a/b/ config/prometheus.yml', 'sed -i s/a/b/ README.md'],
  ['G14', 'curl -X POST http://localhost:9090/-/reload', 'curl -X POST http://localhost:9093/-/reload'],
  [
    'G14',
    'curl -X POST http://prometheus/-/reload',
    '# needs --web.enable-lifecycle\ncurl -X POST http://prometheus/-/reload',
  ],
  ['G15', 'curl -s http://localhost:9093/api/v1/alerts', 'curl -s http://localhost:9093/api/v2/alerts'],
  [
    'G15',
    'curl -d \'{"alerts":[]}\' http://am:9093/api/v2/alerts',
    'curl -d \'[{"labels":{}}]\' http://am:9093/api/v2/alerts',
  ],
  [
    'G15',
    "curl http://am:9093/api/v2/alerts | jq '.data.alerts'",
    "curl http://p:9090/api/v1/alerts | jq '.data.alerts'",
  ],
  ['G16', `${exec} promtool check rules /etc/prometheus/rules/*.yml`, 'promtool check rules rules/*.yml'],
  ['G16', `${exec} promtool check rules '/r/*.yml'`, `${exec} sh -c 'promtool check rules /r/*.yml'`],
  ['G17', 'grafana-cli plugins ls', 'grafana cli plugins ls'],
  [
    'G17',
    'grafana cli admin reset-admin-password s3cret',
    'grafana cli admin reset-admin-password --password-from-stdin',
  ],
  ['G17', `curl -u admin:s3cret ${grafana}/api/search`, `curl -u "admin:$PASSWORD" ${grafana}/api/search`],
  [
    'G18',
    'docker compose exec grafana env | grep GF_SECURITY_ADMIN',
    'docker compose exec grafana env | cut -d= -f1 | grep GF_SECURITY',
  ],
  [
    'G18',
    'docker compose exec grafana cat /etc/grafana/grafana.ini | grep admin_password',
    'docker compose exec grafana cat /etc/grafana/grafana.ini | grep http_port',
  ],
  [
    'G18',
    'docker compose exec grafana printenv GF_SECURITY_ADMIN_PASSWORD',
    'docker compose exec grafana printenv GF_SERVER_ROOT_URL',
  ],
  ['G19', `curl -fsS ${grafana}/api/datasources/1`, `curl -fsS ${grafana}/api/datasources/uid/prometheus`],
  [
    'G19',
    `curl ${grafana}/api/datasources/proxy/1/api/v1/query`,
    `curl ${grafana}/api/datasources/proxy/uid/a/api/v1/query`,
  ],
  ['G20', `curl -s ${grafana}/api/health/metrics`, `curl -s ${grafana}/metrics`],
  ['G20', 'grep grafana_request_duration_seconds m.txt', 'grep grafana_http_request_duration_seconds m.txt'],
  [
    'G21',
    `curl -d @query.json ${grafana}/api/ds/query`,
    `curl -K auth -d @query.json ${grafana}/api/ds/query`,
  ],
  [
    'G21',
    `${query('"expr":"up"')} ${grafana}/api/ds/query`,
    `${query('"refId":"A","expr":"up"')} ${grafana}/api/ds/query`,
  ],
  [
    'G21',
    `${query('"refId":"A","range":"1h"')} ${grafana}/api/ds/query`,
    `${query('"refId":"A","range":true')} ${grafana}/api/ds/query`,
  ],
  ['G22', 'echo GF_QUERY_TIMEOUT=60s >> .env', 'echo GF_DATAPROXY_TIMEOUT=60 >> .env'],
  ['G22', yaml('GF_DATABASE_CACHE_DURATION: 300'), yaml('GF_DATABASE_CACHE_MODE: shared')],
  ['G23', 'sudo kill -9 $(lsof -ti :9090)', 'sudo kill "$(lsof -t -i TCP:9090 -sTCP:LISTEN)"'],
  ['G23', 'lsof -ti :9090 | xargs kill', 'lsof -ti TCP:9090 -sTCP:LISTEN | xargs -r kill'],
  ['G23', 'fuser -k 9090/tcp', 'fuser 9090/tcp'],
  ['G24', 'lsof -i :9090 :3001', 'lsof -i :9090 -i :3001'],
  ['G25', `${exec} ping -c 1 grafana`, `${exec} nslookup grafana`],
  ['G25', 'ping grafana.example', 'ping -c 3 grafana.example'],
  ['G26', 'docker compose down', 'docker compose down prometheus'],
  ['G26', 'docker compose down prometheus -v', 'docker compose stop prometheus'],
  ['G26', 'docker network prune -f', 'docker network rm trading-network'],
  ['G27', 'docker system prune -f', 'docker system df'],
  ['G27', 'docker volume prune', 'docker volume ls'],
  ['G28', 'docker compose logs --tail=0 | wc -c', 'docker compose logs --tail=0 -f'],
  ['G28', 'docker logs --tail 0 x', 'docker logs --tail 10 x'],
  ['G29', 'docker ps\nufw status', 'docker ps\nufw version'],
  ['G29', 'iptables -L -n | grep 3001', 'iptables -t nat -L DOCKER -n | grep 3000'],
  ['G29', 'ufw allow 9090/tcp', 'ufw allow 22/tcp'],
  ['G29', yaml('ports:\n  - "9090:9090"'), yaml('ports:\n  - "127.0.0.1:9090:9090"')],
  ['G30', 'sudo systemctl restart docker', 'sudo systemctl reload docker'],
  ['G30', 'service docker stop', '# live-restore is on\nservice docker stop'],
  ['G31', 'docker compose restart', 'docker compose restart grafana'],
  ['G31', 'docker restart $(docker ps -q)', 'docker restart "$(docker compose ps -q grafana)"'],
  ['G31', 'docker compose restart trading-bot', 'docker compose logs trading-bot'],
  [
    'G32',
    `# Validate the blocks\n${exec} promtool tsdb list /prometheus`,
    `# Which blocks are there\n${exec} promtool tsdb list /prometheus`,
  ],
  [
    'G32',
    `${exec} promtool tsdb dump /prometheus > all.txt`,
    `${exec} promtool tsdb dump-openmetrics /prometheus > all.txt`,
  ],
  ['G33', 'rm -rf /data/prometheus/wal', 'du -sh /data/prometheus/wal'],
  ['G33', `${exec} rm /prometheus/queries/*`, `${exec} sh -c 'rm /prometheus/queries/*'`],
  [
    'G34',
    'docker compose exec grafana rm -rf /var/lib/grafana/data/',
    'docker compose exec grafana ls /var/lib/grafana/',
  ],
  ['G35', `docker compose stop\n${exec} cat /a > /b`, `${exec} cat /a > /b\ndocker compose stop prometheus`],
  ['G35', 'mkdir /b/$(date +%s)\ncp a /b/$(date +%s)', 'b=/b/$(date +%s)\nmkdir "$b"\ncp a "$b"'],
  [
    'G35',
    '# Clear it (if needed)\nrm -rf /a',
    '# Clear it (if needed)\ntest -s b.tgz && damaged || exit\n\nrm -rf /a',
  ],
  ['G36', "echo '0 9 * * * verify' | crontab -", "(crontab -l; echo '0 9 * * * verify') | crontab -"],
  [
    'G36',
    'echo "0 9 * * * tar -cf $(date +%F).tar ." | crontab -',
    "(crontab -l; echo '0 9 * * * tar -cf $(date +\\%F).tar .') | crontab -",
  ],
  [
    'G36',
    `0 9 * * * ${exec} promtool --version`,
    '0 9 * * * docker compose exec -T prometheus promtool --version',
  ],
  [
    'G37',
    'cat > r.yml << EOF\ngroups:\n  - rules:\n      - record: a\n        expr: b\nEOF',
    'cat > r.yml << EOF\nglobal:\n  scrape_interval: 15s\nEOF',
  ],
  ['G37', 'tee r.yml <<E\n- alert: A\nE', '# rule_files has r.yml\ntee r.yml <<E\n- alert: A\nE'],
  ['G38', 'docker network inspect trading-bot_default', 'docker network inspect "$network"'],
  [
    'G38',
    'docker network ls | grep trading-bot',
    'docker network ls --filter label=com.docker.compose.project=trading-bot',
  ],
  ['G38', 'docker logs prometheus', 'docker logs "$(docker compose ps -q prometheus)"'],
  [
    'G39',
    '# M\n\n- Docker exporter (port 9323): container metrics',
    '# M\n\n- Docker daemon (port 9323): its own metrics, container states',
  ],
  [
    'G39',
    'curl -fsS http://localhost:9323/metrics | grep container_memory',
    'curl -fsS http://localhost:9323/metrics | grep engine_daemon',
  ],
  [
    'G39',
    'promtool query instant http://p container_cpu_usage_seconds_total',
    '# from cAdvisor\npromtool query instant http://p container_cpu_usage_seconds_total',
  ],
  ['G40', 'ps aux | grep node_exporter', 'ps aux | grep "[n]ode_exporter"'],
  ['G40', 'ps aux | grep node', 'ps aux | grep node | grep -v grep'],
  ['G40', 'curl -f http://localhost:9100/health', 'curl -f http://localhost:9100/metrics'],
  ['G41', 'docker stats --no-stream x', "docker stats --no-stream --format '{{.Name}} {{.CPUPerc}}' x"],
  [
    'G42',
    'docker compose logs grafana > /tmp/debug.txt',
    'docker compose logs grafana > "$bundle/debug.txt"',
  ],
  ['G42', 'docker logs x >> /tmp/debug.txt', 'umask 077\ndocker logs x >> /tmp/debug.txt'],
  ['G43', './scripts/verify_monitoring_stack.sh --json', './scripts/verify_monitoring_stack.sh --detailed'],
  ['G43', 'bash scripts/verify_monitoring_stack.sh --json', 'custos verify --json'],
];

function remarksOn(text: string): readonly Remark[] {
  const syntax = text.includes('```') || text.startsWith('# M\n') ? 'markdown' : 'shell';
  return lintRunbook(text, { syntax, versions: {} });
}

const of = (rule: string, remarks: readonly Remark[]) => remarks.filter((remark) => remark.rule === rule);

describe('The runbook lint', () => {
  it.each(cases)('finds by %s what is wrong with %j', (rule, wrong) => {
    expect(of(rule, remarksOn(wrong))).not.toEqual([]);
  });

  it.each(cases.map(([rule, , right]) => [rule, right] as const))(
    'finds by %s nothing wrong with %j',
    (rule, right) => {
      expect(of(rule, remarksOn(right))).toEqual([]);
    },
  );

  it.each(rules.map(({ id, why }) => [id, why] as const))('has a line that breaks %s: %s', (_, why) => {
    expect(cases.some(([, wrong]) => remarksOn(wrong).some((remark) => remark.why === why))).toBe(true);
  });

  it.each(
    rules.flatMap(({ id, why, instead, before }) =>
      [why, instead, ...(before ? [before.why] : [])].map((text) => [id, text] as const),
    ),
  )('says of %s in one sentence: %s', (_, text) => {
    expect(text).toMatch(/^\S.*\.$/u);
    expect(text.length).toBeLessThanOrEqual(125);
  });
});
