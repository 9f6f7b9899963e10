import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import etagOf from 'etag'
import { LRUCache } from 'lru-cache'

export const ENCODINGS = ['br', 'gzip', 'identity'] as const
export type Encoding = (typeof ENCODINGS)[number]

export type PageBytes = {
  bytes: Buffer
  encoding: Encoding
  /** The strong entity tags of the page in each form. Any of them says that a browser has this page. */
  etags: Readonly<Record<Encoding, string>>
}

export type KeptPages = {
  keep: (key: string, html: string) => void
  /** Returns the page as it is, until it is compressed. Null: it is not kept, or not any more. */
  find: (key: string, encoding: Encoding) => PageBytes | null
}

type Kept = Record<Encoding, PageBytes | null> & { identity: PageBytes }

const COMPRESSORS = {
  // Near the smallest size, at a tenth of its cost.
  br: (html: Buffer) =>
    promisify(brotliCompress)(html, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 6, [constants.BROTLI_PARAM_SIZE_HINT]: html.length },
    }),
  gzip: (html: Buffer) => promisify(gzip)(html),
}

/**
 * Keeps pages as bytes, the last used ones up to `maxBytes`. A page is compressed once it is asked for again, so that
 * pages for one reader cost nothing.
 */
export const openKeptPages = (maxBytes: number): KeptPages => {
  const pages = new LRUCache<string, Kept>({ maxSize: maxBytes, sizeCalculation: sizeOf })
  const compress = async (kept: Kept, encoding: keyof typeof COMPRESSORS): Promise<void> => {
    kept[encoding] = kept.identity
    const bytes = await COMPRESSORS[encoding](kept.identity.bytes)
    kept[encoding] = { ...kept.identity, bytes, encoding }
  }
  return {
    keep: (key, html) => {
      // Its compressed forms stay.
      if (pages.has(key)) return
      const bytes = Buffer.from(html)
      pages.set(key, {
        br: null,
        gzip: null,
        identity: { bytes, encoding: 'identity', etags: etagsOf(bytes) },
      })
    },
    find: (key, encoding) => {
      const kept = pages.get(key)
      if (!kept) return null
      if (encoding !== 'identity' && kept[encoding] === null) void compress(kept, encoding)
      return kept[encoding] ?? kept.identity
    },
  }
}

/** The page as it is has the tag that Express gives it. */
const etagsOf = (bytes: Buffer): Record<Encoding, string> => {
  const identity = etagOf(bytes)
  return { identity, br: identity.replace(/"$/, '-br"'), gzip: identity.replace(/"$/, '-gzip"') }
}

/** The compressed forms are a fifth of the page. */
const sizeOf = ({ identity }: Kept): number => Math.ceil(identity.bytes.length * 1.4)
