import { describe, it } from 'vitest';
import { pluginContract } from 'custos/plugin-sdk/testing';
import plugin from './plugin.ts';
import { wellWorld } from './worlds.ts';

pluginContract(plugin, wellWorld, { describe, it });
