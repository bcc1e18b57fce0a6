/** What a YAML text can hold. */
export type Yaml = null | boolean | number | string | readonly Yaml[] | { readonly [key: string]: Yaml };

/** It is no YAML: every reader refuses it. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** It is more than is read here, such as anchors; whether it is right is not known. */
export class Unread extends Error {
  override readonly name = 'Unread';
  readonly line: number;

  constructor(line: number) {
    super('it uses more of YAML than is read here');
    this.line = line;
  }
}
