import { Field, Int, ObjectType } from 'type-graphql';
import { DateTime, SafeInt } from './scalars.ts';

@ObjectType('Limits', { description: 'What requests are held to.', simpleResolvers: true })
export class LimitsObject {
  @Field(() => Int, { description: 'How deep a document may be.' })
  readonly depth!: number;

  @Field(() => Int, { description: 'What a request may cost; `extensions.cost` says what each did.' })
  readonly cost!: number;

  @Field(() => Int, { description: 'How many tokens a document may have.' })
  readonly tokens!: number;

  @Field(() => Int, { description: 'How many aliases a document may have.' })
  readonly aliases!: number;

  @Field(() => Int, { description: 'How many directives a document may have.' })
  readonly directives!: number;

  @Field(() => Int, { description: 'How large a page may be.' })
  readonly pageSize!: number;

  @Field(() => Int, { description: 'How large the body of a request may be, in bytes.' })
  readonly bodyBytes!: number;

  @Field(() => Int, { description: 'How large a message on a WebSocket may be, in bytes.' })
  readonly frameBytes!: number;

  @Field(() => Int, { description: 'How many subscriptions one socket may have.' })
  readonly subscriptionsPerSocket!: number;

  @Field(() => Int, { description: 'How long a query may take, in milliseconds.' })
  readonly queryTimeoutMs!: number;
}

@ObjectType('ServerInfo', { description: 'This server.', simpleResolvers: true })
export class ServerInfoObject {
  @Field(() => String, { description: 'Version of Custos.' })
  readonly version!: string;

  @Field(() => String, { description: 'Version of Node.js.' })
  readonly nodeVersion!: string;

  @Field(() => DateTime, { description: 'When it started.' })
  readonly startedAt!: Date;

  @Field(() => Boolean, { description: 'Whether the stack is a simulated one.' })
  readonly demo!: boolean;

  @Field(() => Boolean, { description: 'Whether the log can be written; if not, every mutation is refused.' })
  readonly writable!: boolean;

  @Field(() => SafeInt, { description: 'Size of the database, in bytes.' })
  readonly databaseBytes!: number;

  @Field(() => Int, { description: 'How many days the log reaches back.' })
  readonly retentionDays!: number;
}
