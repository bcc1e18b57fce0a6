/** The version of this contract: a plugin says in its manifest which ones it was written for, such as `^1.0.0`. */
export const sdkVersion = '1.0.0';
