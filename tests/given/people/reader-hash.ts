import type { Request } from 'express'
import { readerCookies } from '../../../src/readers/identify-reader.ts'
import type { GivenMainstay } from '../mainstay.ts'
import type { Reader } from './reader.ts'

/** Returns the keyed hash of the reader whose cookie this browser has, in hex. */
export const readerHashOf = (
  { resources, now }: Pick<GivenMainstay, 'resources' | 'now'>,
  reader: Reader,
): string => {
  const keys = { signing: resources.keys, reader: resources.readerKeys }
  const { identify } = readerCookies({ keys, now, https: false })
  const known = identify({ headers: { cookie: `r=${reader.cookies.get('r') ?? ''}` } } as Request)
  if (!known) throw new Error('The browser has no reader cookie')
  return known.hash
}
