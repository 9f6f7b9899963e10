/** True for a host name that always means this machine. `hostname` is written as in a URL or as an address. */
export const isLoopback = (hostname: string): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|\[::1\]|::1)$/i.test(hostname)
