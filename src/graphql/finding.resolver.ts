import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';

import type { DiagnosedCheck, Diagnosis } from '../domain/diagnosis/diagnosis.ts';
import type { Finding } from '../domain/diagnosis/finding.ts';
import type { Plugin } from '../domain/plugin/plugin.ts';
import type { Action, Remedy } from '../domain/recovery/action.ts';
import type { Service } from '../domain/service/service.ts';
import { ActionObject, RemedyObject } from './action.type.ts';
import type { Context } from './context.ts';
import { DiagnosisObject, FindingObject } from './diagnosis.type.ts';
import { CheckResultObject } from './health.type.ts';
import { PluginObject } from './plugin.type.ts';
import { ServiceObject } from './service.type.ts';

/** What a finding has to do with the other nouns. */
@Resolver(() => FindingObject)
export class FindingResolver {
  @FieldResolver(() => ServiceObject, { description: 'The service that it is about.' })
  service(@Root() { serviceId }: Finding, @Ctx() { app }: Context): Service | null {
    return app.serviceById(serviceId);
  }

  @FieldResolver(() => DiagnosisObject, {
    nullable: true,
    description: 'The diagnosis that found it; null when a verification did.',
  })
  async diagnosis(@Root() { id }: Finding, @Ctx() { app }: Context): Promise<Diagnosis | null> {
    const made = (await app.finding(id))?.in;
    return made && 'verdict' in made ? made : null;
  }

  @FieldResolver(() => [CheckResultObject], { description: 'The checks that show it.' })
  async checks(@Root() { id, checks }: Finding, @Ctx() { app }: Context): Promise<readonly DiagnosedCheck[]> {
    const all = (await app.finding(id))?.in.checks ?? [];
    return all.filter(({ serviceId, name }) =>
      checks.some((key) => key.serviceId === serviceId && key.name === name),
    );
  }

  @FieldResolver(() => FindingObject, {
    nullable: true,
    description: 'The deeper finding that explains it; null when none does.',
  })
  suppressedBy(@Root() { suppressedBy }: Finding, @Ctx() { app }: Context): Promise<Finding | null> | null {
    return suppressedBy === null ? null : app.finding(suppressedBy);
  }

  @FieldResolver(() => [RemedyObject], { description: 'What can be done about it, best first.' })
  remedies(@Root() { remedies }: Finding): readonly Remedy[] {
    return remedies;
  }
}

@Resolver(() => RemedyObject)
export class RemedyResolver {
  @FieldResolver(() => ActionObject, { description: 'The action.' })
  action(@Root() { action }: Remedy): Action {
    return action;
  }

  @FieldResolver(() => ServiceObject, {
    nullable: true,
    description: 'On which service; null for the whole stack.',
  })
  service(@Root() { serviceId }: Remedy, @Ctx() { app }: Context): Service | null {
    return serviceId === null ? null : app.serviceById(serviceId);
  }
}

@Resolver(() => ActionObject)
export class ActionResolver {
  @FieldResolver(() => Boolean, {
    description: `Whether it could be planned now for the service or stack that it was read from; read from
elsewhere, whether its plugin could plan it at all.`,
  })
  available(): boolean {
    return false;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Why it could not, in a sentence; null when it could.',
  })
  unavailableReason(@Root() { manual }: Action): string {
    return manual
      ? 'A person does this: Custos does not touch what it stands for.'
      : 'This version of Custos says what would help and leaves the doing to people.';
  }

  @FieldResolver(() => PluginObject, {
    nullable: true,
    description: 'The plugin that proposes its steps; null when Custos itself does.',
  })
  plugin(@Root() { plugin }: Action, @Ctx() { app }: Context): Plugin | null {
    return app.plugins().find(({ name }) => name === plugin) ?? null;
  }
}
