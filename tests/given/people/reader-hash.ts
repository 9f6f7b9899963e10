import { readReader } from '../../../src/readers/reader-cookie.ts'
import type { GivenMainstay } from '../mainstay.ts'
import type { Reader } from './reader.ts'

/** Returns the keyed hash of the reader whose cookie this browser has, in hex. */
export const readerHashOf = (
  { resources, now }: Pick<GivenMainstay, 'resources' | 'now'>,
  reader: Reader,
): string => {
  const keys = { signing: resources.keys, reader: resources.readerKeys }
  const known = readReader(reader.cookies.get('r') ?? '', keys, now())
  if (!known) throw new Error('The browser has no reader cookie')
  return known.hash
}
