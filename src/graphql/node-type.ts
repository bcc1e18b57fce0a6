import type { EventType } from '../domain/event/event.ts';
import {
  diagnosisEventTypes,
  feedEventTypes,
  pluginEventTypes,
  serverEventTypes,
  serviceEventTypes,
  settingEventTypes,
  verificationEventTypes,
} from '../domain/event/event.ts';

const changeTypes: readonly (readonly [readonly EventType[], string])[] = [
  [['HEALTH_CHANGED'], 'HealthChange'],
  [['CONTAINER_CHANGED'], 'ContainerChange'],
  [['TARGET_CHANGED'], 'TargetChange'],
  [['ALERT_CHANGED'], 'AlertChange'],
  [feedEventTypes, 'FeedChange'],
  [serviceEventTypes, 'ServiceChange'],
  [pluginEventTypes, 'PluginChange'],
  [settingEventTypes, 'SettingChange'],
  [serverEventTypes, 'ServerChange'],
  [diagnosisEventTypes, 'DiagnosisProgress'],
  [verificationEventTypes, 'VerificationProgress'],
  [['REQUEST_REFUSED'], 'Refusal'],
];

const nodeTypes = {
  svc: 'Service',
  stk: 'Stack',
  tgt: 'Target',
  alt: 'Alert',
  plg: 'Plugin',
  tok: 'Token',
  prb: 'Problem',
  dgn: 'Diagnosis',
  fnd: 'Finding',
  vrf: 'Verification',
} as const;

/** Name of the GraphQL type of an event. */
export function typeOfEvent({ type }: { readonly type: EventType }): string | undefined {
  return changeTypes.find(([types]) => types.includes(type))?.[1];
}

/** Name of the GraphQL type of anything with an id: the id's prefix tells it. */
export function typeOfNode(node: { readonly id: string; readonly type?: EventType }): string | undefined {
  const prefix = node.id.slice(0, node.id.indexOf('_'));
  if (prefix === 'evt') return node.type === undefined ? undefined : typeOfEvent({ type: node.type });
  return Object.hasOwn(nodeTypes, prefix) ? nodeTypes[prefix as keyof typeof nodeTypes] : undefined;
}
