/** How an image is made of a Debian package, laid out as the public image is. */
export interface Recipe {
  readonly image: string;
  /** The public image that does instead, where the packages are not to be had. */
  readonly instead: string;
  /** The package beside busybox; null: busybox alone. */
  readonly package: string | null;
  /** Programs: their path in the package, and in the image. */
  readonly programs: Readonly<Record<string, string>>;
  /** Whether this machine's Node.js is put into it, as `bin/node`. */
  readonly node?: boolean;
  /** Folders taken from the package as they are. */
  readonly folders: readonly string[];
  /** Texts by their path in the image. */
  readonly files: Readonly<Record<string, string>>;
  /** Folders that belong to nobody, the user that the program runs as. */
  readonly owned: readonly string[];
  /** What the image is told on import, in the words of a Dockerfile. */
  readonly changes: readonly string[];
}

/** Prometheus answers this within the second; Debian's `wget -T` crashes, so `timeout` bounds it. */
export const healthProbe = 'timeout 2 wget -q -O /dev/null http://127.0.0.1:9090/-/healthy || exit 1';

/** The Debian release whose packages have the versions that the images are named after. */
export const release = 'bookworm';

export const prometheus: Recipe = {
  image: 'prom/prometheus:v2.42.0',
  instead: 'prom/prometheus:v2.42.0',
  package: 'prometheus',
  programs: { 'usr/bin/prometheus': 'bin/prometheus', 'usr/bin/promtool': 'bin/promtool' },
  folders: ['usr/share/prometheus/web'],
  files: { 'etc/prometheus/prometheus.yml': 'global: { scrape_interval: 15s }\n' },
  owned: ['etc/prometheus', 'prometheus'],
  changes: [
    'USER nobody',
    'WORKDIR /prometheus',
    'VOLUME /prometheus',
    'EXPOSE 9090',
    'ENTRYPOINT ["/bin/prometheus"]',
    'CMD ["--config.file=/etc/prometheus/prometheus.yml","--storage.tsdb.path=/prometheus"]',
    `HEALTHCHECK --interval=1s --timeout=3s --start-period=10s --retries=3 CMD ${healthProbe}`,
  ],
};

export const alertmanager: Recipe = {
  image: 'prom/alertmanager:v0.25.0',
  instead: 'prom/alertmanager:v0.25.0',
  package: 'prometheus-alertmanager',
  programs: { 'usr/bin/prometheus-alertmanager': 'bin/alertmanager', 'usr/bin/amtool': 'bin/amtool' },
  // Debian's Alertmanager reads its default template from there, and ends when it is missing.
  folders: ['usr/share/prometheus/alertmanager'],
  files: {
    'etc/alertmanager/alertmanager.yml': 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n',
  },
  owned: ['alertmanager', 'etc/alertmanager'],
  changes: [
    'USER nobody',
    'WORKDIR /alertmanager',
    'VOLUME /alertmanager',
    'EXPOSE 9093',
    'ENTRYPOINT ["/bin/alertmanager"]',
    'CMD ["--config.file=/etc/alertmanager/alertmanager.yml","--storage.path=/alertmanager"]',
  ],
};

export const nodeExporter: Recipe = {
  image: 'prom/node-exporter:v1.5.0',
  instead: 'prom/node-exporter:v1.5.0',
  package: 'prometheus-node-exporter',
  programs: { 'usr/bin/prometheus-node-exporter': 'bin/node_exporter' },
  folders: [],
  files: {},
  // Debian's looks for files of metrics there, and complains when it is missing.
  owned: ['var/lib/prometheus/node-exporter'],
  changes: ['USER nobody', 'EXPOSE 9100', 'ENTRYPOINT ["/bin/node_exporter"]'],
};

/** What runs a script of ours, under the name by which it is to be found. */
const scripted = (image: string, port: number, owned: readonly string[]): Recipe => ({
  image,
  instead: 'node:20-alpine',
  package: null,
  programs: {},
  node: true,
  folders: [],
  files: {},
  owned: ['srv', ...owned],
  changes: ['USER nobody', `EXPOSE ${port}`, 'ENTRYPOINT ["node"]'],
});

/** Grafana's program cannot be had from Debian: a stand-in that answers as its published API says. */
export const grafana = scripted('grafana/grafana:stand-in', 3000, ['var/lib/grafana']);
export const tradingBot = scripted('lab/trading-bot:1', 8082, []);

const busybox: Recipe = {
  image: 'lab/busybox:1',
  instead: 'busybox:1',
  package: null,
  programs: {},
  folders: [],
  files: {},
  owned: [],
  changes: ['CMD ["sh"]'],
};

export const recipes: readonly Recipe[] = [
  prometheus,
  alertmanager,
  nodeExporter,
  grafana,
  tradingBot,
  busybox,
];
