import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Response } from 'express'

/** Sends a page that depends on the reader. Shared caches must not store it; browsers revalidate it. */
export const sendPage = (response: Response, html: string): void => {
  response.set('cache-control', 'private, no-cache').vary('cookie').type('html').send(html)
}

/** Sends a page with personal content. Nothing may store it. */
export const sendPrivatePage = (response: Response, html: string): void => {
  response.set('cache-control', 'no-store').type('html').send(html)
}

type Download = { name: string; type: string; chunks: AsyncIterator<string> }

/** Sends a file piece by piece, as fast as it is read. An error later than the first piece ends the connection. */
export const sendDownload = async (response: Response, { name, type, chunks }: Download): Promise<void> => {
  const first = await chunks.next()
  response.set({ 'cache-control': 'no-store', 'content-disposition': `attachment; filename="${name}"` })
  response.type(type)
  const rest = { [Symbol.asyncIterator]: () => chunks }
  try {
    await pipeline(Readable.from(joined(first, rest)), response)
  } catch (error) {
    // A person may cancel a download.
    if (!isCanceled(error)) throw error
  }
}

async function* joined(first: IteratorResult<string>, rest: AsyncIterable<string>): AsyncGenerator<string> {
  if (first.done === true) return
  yield first.value
  yield* rest
}

const isCanceled = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'

/** Redirects with 303 after a successful form. */
export const seeOther = (response: Response, address: string): void => {
  response.set('cache-control', 'no-store').redirect(303, address)
}
