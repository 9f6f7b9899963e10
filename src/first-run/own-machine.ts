import { isLoopback } from '../platform/loopback.ts'

type Asked = {
  headers: Readonly<Record<string, string | readonly string[] | undefined>>
  remoteAddress: string | undefined
}

const OF_PROXIES = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
]

/** True for a request that a program on this machine sent straight to this process, under a name of the machine. */
export const isFromOwnMachine = ({ headers, remoteAddress }: Asked): boolean => {
  const { host } = headers
  if (typeof host !== 'string' || !isLoopback(host.replace(/:\d*$/, ''))) return false
  if (OF_PROXIES.some((name) => headers[name] !== undefined)) return false
  return isLoopback((remoteAddress ?? '').replace(/^::ffff:/i, ''))
}
