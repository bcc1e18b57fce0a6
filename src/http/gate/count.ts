import type { DocumentNode, FieldNode, GraphQLSchema, SelectionSetNode } from 'graphql';
import { Kind, TypeInfo, visit, visitWithTypeInfo } from 'graphql';

/** What a document holds of that which makes documents heavy. */
export interface Counts {
  /** Aliases, and fields that are asked for again in the same place. */
  readonly aliases: number;
  readonly directives: number;
}

/** Counts the text of a document, not what its fragments amount to; linear. */
export function count(document: DocumentNode): Counts {
  let aliases = 0;
  let directives = 0;
  visit(document, {
    Directive: () => {
      directives += 1;
    },
    SelectionSet: (set) => {
      aliases += repeats(set);
    },
  });
  return { aliases, directives };
}

function repeats(set: SelectionSetNode): number {
  const fields = set.selections.filter((node): node is FieldNode => node.kind === Kind.FIELD);
  const named = fields.filter((field) => field.alias === undefined).map((field) => field.name.value);
  return fields.length - new Set(named).size;
}

/** A deprecated field that a document uses. */
export interface Deprecation {
  /** Such as `Service.health`. */
  readonly coordinate: string;
  /** What to use instead, and when it goes away. */
  readonly reason: string;
}

/** The deprecated fields that a valid document uses, each once. */
export function deprecationsOf(schema: GraphQLSchema, document: DocumentNode): readonly Deprecation[] {
  const found = new Map<string, string>();
  const types = new TypeInfo(schema);
  const Field = (): void => {
    const field = types.getFieldDef();
    const parent = types.getParentType();
    if (field?.deprecationReason && parent)
      found.set(`${parent.name}.${field.name}`, field.deprecationReason);
  };
  visit(document, visitWithTypeInfo(types, { Field }));
  return [...found].map(([coordinate, reason]) => ({ coordinate, reason }));
}
