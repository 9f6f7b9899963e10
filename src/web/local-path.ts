/**
 * Returns the path if it stays on this site, else '/'. Rejects everything a browser could read as another
 * host: `//host`, `/\host`, `/.//host`, schemes, control characters.
 */
export const localPath = (given: string): string => {
  if (!/^\/(?![/\\])[^\\\s\p{Cc}]*$/u.test(given)) return '/'
  const { host, pathname, search, hash } = new URL(given, 'http://local.invalid')
  return host === 'local.invalid' && !pathname.startsWith('//') ? pathname + search + hash : '/'
}
