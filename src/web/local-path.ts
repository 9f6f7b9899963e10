/**
 * A path on this site as given by a form or an address, else '/'. Refuses anything a browser could read as
 * another host: `//host`, `/\host`, `/.//host`, schemes, control characters.
 */
export const localPath = (given: string): string => {
  if (!/^\/(?![/\\])[^\\\s\p{Cc}]*$/u.test(given)) return '/'
  const { host, pathname, search, hash } = new URL(given, 'http://local.invalid')
  return host === 'local.invalid' && !pathname.startsWith('//') ? pathname + search + hash : '/'
}
