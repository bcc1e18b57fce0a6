import type { FeedKind } from '../domain/stack/feed.ts';
import { enumOf } from './enum-of.ts';

export const FeedKindEnum = enumOf<FeedKind>('FeedKind', 'Sorts of feeds.', {
  DOCKER_EVENTS: "Docker's event stream.",
  DOCKER_LISTING: "Listing Docker's containers.",
  PROMETHEUS_LISTING: "Listing Prometheus's targets and rules.",
  ALERTMANAGER_LISTING: "Listing Alertmanager's alerts and silences.",
  ALERTMANAGER_WEBHOOK: "Alertmanager's webhook.",
});
