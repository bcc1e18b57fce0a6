/** Keys of its configuration whose value is a secret; each has a twin that ends in `_file`. */
const keys = [
  ...['smtp_auth_password', 'smtp_auth_secret', 'auth_password', 'auth_secret', 'password', 'credentials'],
  ...['slack_api_url', 'app_token', 'bot_token', 'token', 'user_key', 'opsgenie_api_key', 'api_key'],
  ...['api_secret', 'wechat_api_secret', 'routing_key', 'service_key', 'victorops_api_key', 'bearer_token'],
  ...['client_secret', 'secret_key', 'access_key'],
];

const secretLine = new RegExp(`(?:^|[\\s{,-])(${keys.join('|')}) *: *(\\S[^,}]*)`, 'g');

/** Names of the keys, line by line, that hold a secret in plain text. Their values are never told. */
export function plainSecretsIn(text: string): readonly string[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      /^\s*#/.test(line)
        ? []
        : [...line.matchAll(secretLine)]
            .filter(([, , value = '']) => !/^(['"]?)(<secret>)?\1\s*(#.*)?$/.test(value))
            .map(([, key = '']) => `${key} (line ${String(index + 1)})`),
    );
}
