import type { EventType } from '../domain/event/event.ts';
import { enumOf } from './enum-of.ts';

export const EventTypeEnum = enumOf<EventType>(
  'EventType',
  'What can have happened: what is observed changes, what is done has its verb.',
  {
    HEALTH_CHANGED: 'Health of a service changed.',
    CONTAINER_CHANGED: 'A container was started, ended, frozen, replaced, or changed its own health.',
    TARGET_CHANGED: 'A target came, went or changed health.',
    FEED_LOST: 'A feed fell silent, the watchdog among them.',
    FEED_RETURNED: 'A feed came back.',
    SERVICE_DISCOVERED: 'A service was found in Docker.',
    SERVICE_REGISTERED: 'A service was registered.',
    SERVICE_UPDATED: 'What is known about a service was changed.',
    SERVICE_REMOVED: 'A service is no longer watched.',
    SERVICE_PAUSED: 'Maintenance of a service began.',
    SERVICE_RESUMED: 'Maintenance of a service ended.',
    PLUGIN_LOADED: 'A plugin was loaded.',
    PLUGIN_FAILED: 'A plugin could not be loaded.',
    PLUGIN_CRASHED: 'A plugin crashed, hung or asked for too much, and is started again.',
    PLUGIN_QUARANTINED: 'A plugin crashed too often, and is not started again.',
    TOKEN_CREATED: 'A token was created.',
    TOKEN_REVOKED: 'A token was revoked.',
    SERVER_STARTED: 'The server started.',
    SERVER_STOPPED: 'The server stopped.',
    REQUEST_REFUSED: 'A mutation was refused.',
  },
);
