import { findingFields } from './finding.ts';

/** Everything that the command line asks of a server. A test holds each to schema.graphql. */
export const documents = {
  seen: `query Seen($filter: ServiceFilter, $after: String) {
    services(filter: $filter, first: 100, after: $after) {
      nodes { id name paused { since } health { observedAt } }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  services: `query Services($filter: ServiceFilter, $after: String) {
    services(filter: $filter, first: 100, after: $after) {
      nodes {
        id name kind url version
        stack { name }
        paused { since until reason }
        container { id name }
        health {
          status since observedAt stale summary
          causedBy { id name }
          checks {
            name reference status summary cause observedAt durationMs observed threshold
          }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  plugins: `query Plugins {
    plugins { name status failure }
  }`,
  versions: `query Versions($filter: ServiceFilter, $after: String) {
    services(filter: $filter, first: 100, after: $after) {
      nodes { kind version }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  stacks: `query Stacks {
    serverInfo { version }
    stacks {
      name
      rootCauses { id name }
      dockerHost { endpoint reachable failure version }
    }
  }`,
  status: `query Status {
    stacks {
      name
      health { status since summary stale }
      counts { total healthy degraded down unknown paused }
      rootCauses { id name }
    }
  }`,
  servicesOfStatus: `query ServicesOfStatus($filter: ServiceFilter, $after: String) {
    services(filter: $filter, first: 100, after: $after) {
      nodes {
        id name kind url version
        stack { name }
        paused { since until reason }
        health { status since observedAt stale summary causedBy { id name } }
      }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  diagnose: `mutation Diagnose($input: DiagnoseInput!) {
    diagnose(input: $input) {
      diagnosis {
        id status partial verdict startedAt finishedAt
        problem { name }
        checks {
          name reference status summary cause observedAt durationMs observed threshold
          service { name }
          problems { name }
        }
        findings { ${findingFields} }
      }
      userErrors { message suggestions }
    }
  }`,
  verifyStack: `mutation VerifyStack($input: VerifyStackInput!) {
    verifyStack(input: $input) {
      verification {
        checks {
          name reference status summary cause observedAt durationMs observed threshold
          service { id name url }
          problems { name }
          evidence { kind source excerpt redacted sha256 at }
        }
        findings { ${findingFields} }
      }
      userErrors { message suggestions }
    }
  }`,
  catalogue: `query Catalogue {
    problems { name title kinds symptoms reference }
    plugins { name version status failure kinds source problems { name } }
  }`,
  cursor: `query Cursor { cursor }`,
  events: `subscription Events($after: String) {
    events(after: $after) {
      cursor at type summary
      services { name }
      ... on HealthChange { from to causedBy { name } }
    }
  }`,
  alerts: `query Alerts($filter: AlertFilter, $after: String) {
    alerts(filter: $filter, first: 100, after: $after) {
      nodes {
        id name fingerprint severity state startsAt endsAt stale sources receivers
        labels { name value }
        annotations { name value }
        stack { name }
        service { name }
      }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  tokens: `query Tokens {
    tokens { name role prefix createdAt expiresAt lastUsedAt revokedAt }
  }`,
  createToken: `mutation CreateToken($input: CreateTokenInput!) {
    createToken(input: $input) {
      secret
      token { name role prefix expiresAt }
      userErrors { code message suggestions }
    }
  }`,
  revokeToken: `mutation RevokeToken($input: RevokeTokenInput!) {
    revokeToken(input: $input) {
      token { name revokedAt }
      userErrors { code message suggestions }
    }
  }`,
} as const;
