/** A certificate that signed itself, for localhost and 127.0.0.1, until 2126, with its key: good for tests, and known to everybody. */
export const selfSigned = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUGZltpxtQ5dlYBSBW0bPKbXsbfJswCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzAxMjQzMFoYDzIxMjYxMDMw
MDEyNDMwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARTsCy/sro/ix3wUkFrA+zNZsDklGnalFKDFdUlAdM4M7W1S/KQy0zZ
XNcj3ImOGv03eqRu+xxqYii7rDtHSowio28wbTAdBgNVHQ4EFgQUAJq1tVWTgYFc
Hi4qnY/ip8+q/qUwHwYDVR0jBBgwFoAUAJq1tVWTgYFcHi4qnY/ip8+q/qUwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIhAP8F8i5oEP/eIOQIDR8kdSCfBaR5LT8uV28zS3CAV0GZAiBv
bJ4e2IaJ4mYwMCSkqSR7iMyv5XH4fphjcQ3rzsXKlQ==
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg/flPe8W+lVNl3kRC
i2+ZRpJg02PoQvMcDjmD7XutK5KhRANCAARTsCy/sro/ix3wUkFrA+zNZsDklGna
lFKDFdUlAdM4M7W1S/KQy0zZXNcj3ImOGv03eqRu+xxqYii7rDtHSowi
-----END PRIVATE KEY-----
`,
} as const;
