import type { Origin } from '../domain/service/service.ts';
import { enumOf } from './enum-of.ts';

export const OriginEnum = enumOf<Origin>('Origin', 'Where something that Custos knows comes from.', {
  DISCOVERED: 'Found in Docker.',
  CONFIGURED: 'Written in the configuration file, and changed only there.',
  REGISTERED: 'Made through this API.',
});

export type ServiceOrderField = 'NAME' | 'KIND' | 'STATUS' | 'SINCE';

export const ServiceOrderFieldEnum = enumOf<ServiceOrderField>(
  'ServiceOrderField',
  'By what services can be ordered.',
  {
    NAME: 'By name.',
    KIND: 'By kind.',
    STATUS: 'By status, from HEALTHY over UNKNOWN and DEGRADED to DOWN.',
    SINCE: 'By the time of the last change of status.',
  },
);

export type OrderDirection = 'ASC' | 'DESC';

export const OrderDirectionEnum = enumOf<OrderDirection>('OrderDirection', 'Which way an order runs.', {
  ASC: 'Smallest, earliest or least first.',
  DESC: 'Greatest, latest or most first.',
});
