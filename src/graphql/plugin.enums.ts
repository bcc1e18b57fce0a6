import type { PluginSource, PluginStatus } from '../domain/plugin/plugin.ts';
import { enumOf } from './enum-of.ts';

export const PluginSourceEnum = enumOf<PluginSource>('PluginSource', 'Where plugins are found.', {
  BUNDLED: 'It came with Custos.',
  FOLDER: 'In a configured folder.',
  PACKAGE: 'In an installed package.',
});

export const PluginStatusEnum = enumOf<PluginStatus>('PluginStatus', 'How a plugin is.', {
  READY: 'It works.',
  DISABLED: 'Somebody disabled it.',
  FAILED: 'It could not be loaded, or waits to be started again.',
  QUARANTINED: 'It crashed too often, and is not started again by itself.',
});
