import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Queryable } from '../../platform/database/database.ts'
import { field, formBody } from '../../web/form.ts'
import { languageOf, withLanguage } from '../../web/language.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { Refusal } from '../../web/refusal.ts'
import { route } from '../../web/route.ts'
import { seeOther, sendPrivatePage } from '../../web/send.ts'
import { erasePage } from '../erasure/erase-page.tsx'
import { askForErasure } from '../erasure/erasure-store.ts'
import { signedInOf } from '../session/reader-session.ts'
import { holdReaderSession } from '../session/sign-in-store.ts'
import { findExportRows, findStaffActions, ownBrowsers } from './data-export-store.ts'
import { OF_READERS } from './data-inventory.ts'
import { privacyPage } from './privacy-page.tsx'

type Needs = {
  database: Database
  newsroom: Newsroom
  requireReader: RequestHandler
  /** The mail address that is signed in, opened. */
  addressWith: (database: Queryable, addressIndex: Uint8Array) => Promise<string | null>
  /** The addresses that changes of this one hold, opened. */
  addressesInChanges: (database: Queryable, addressIndex: Uint8Array) => Promise<object[]>
  /** What the quiet store knows of a browser, by its hash. Rejects while it is away. */
  findSuppression: (hash: string) => Promise<object | null>
  /** Somebody is to be erased. */
  wakeErasing: () => void
  now: Clock
}

/** What is held of people, and what they may have done with it. */
export const rightsRoutes = (needs: Needs): Router => {
  const router = Router()
  const before = [formBody, needs.requireReader]
  route(router, '/privacy', {
    get: (request, response) => {
      const { newsroom } = needs
      const language = languageOf(request, request.query['language'], newsroom.languages)
      sendPrivatePage(response, privacyPage({ newsroom, language }))
    },
  })
  route(router, '/account/data.json', {
    before,
    get: (_request, response) => sendData(needs, response),
  })
  route(router, '/account/erase', {
    before,
    get: (request, response) => {
      const { newsroom } = needs
      const language = languageOf(request, request.query['language'], newsroom.languages)
      sendPrivatePage(response, erasePage({ newsroom, language }))
    },
    post: (request, response) => erase(needs, request, response),
  })
  return router
}

const sendData = async (
  { database, addressWith, addressesInChanges, findSuppression, now }: Needs,
  response: Response,
): Promise<void> => {
  const { addressIndex } = signedInOf(response)
  const tables = await findExportRows(database, addressIndex)
  const browsers = await ownBrowsers(database, addressIndex)
  // Without its store the file would be incomplete and not say so.
  const quiet = await Promise.all(
    browsers.map(async (hash) => ({ reader_hash: hash, ...(await findSuppression(hash)) })),
  ).catch(() => {
    throw new Refusal('unavailable', { 'Retry-After': '60' })
  })
  response
    .set({ 'Cache-Control': 'no-store', 'Content-Disposition': 'attachment; filename="data.json"' })
    .json({
      createdAt: now().toISOString(),
      // In the table it is sealed.
      address: await addressWith(database, addressIndex),
      addressChanges: await addressesInChanges(database, addressIndex),
      // Kept in Redis where there is one; without, it is the table appeal_suppressions.
      quiet,
      staff: await findStaffActions(database, addressIndex),
      tables: Object.fromEntries(OF_READERS.map((table) => [table, tables[table] ?? []])),
    })
}

const erase = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { database, newsroom, wakeErasing, now } = needs
  const { tokenHash } = signedInOf(response)
  await database.inTransaction(async (transaction) => {
    // Whose session was ended, or led elsewhere, since the form was sent asks for nothing.
    const addressIndex = await holdReaderSession(transaction, tokenHash)
    if (addressIndex) await askForErasure(transaction, addressIndex, now())
  })
  wakeErasing()
  const language = languageOf(request, field(request.body, 'language'), newsroom.languages)
  seeOther(response, withLanguage('/account', language))
}
