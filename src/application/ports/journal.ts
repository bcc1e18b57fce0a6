/** Where faults and the course of things are explained to the operator. Never read to know what happened. */
export interface Journal {
  info(message: string, fields?: object): void;
  warn(message: string, fields?: object): void;
  error(message: string, fields?: object): void;
}
