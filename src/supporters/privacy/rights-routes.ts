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
import { requestErasure } from '../erasure/erasure-store.ts'
import { lockSupporterSession } from '../session/sign-in-store.ts'
import { signedInOf } from '../session/supporter-session.ts'
import { findBrowserHashes, findExportRows, findStaffActions } from './data-export-store.ts'
import { PERSONAL_TABLES } from './data-inventory.ts'
import { privacyPage } from './privacy-page.tsx'

export type RightsNeeds = {
  database: Database
  newsroom: Newsroom
  requireSignIn: RequestHandler
  /** Returns the signed-in email address, decrypted. */
  findAddressByIndex: (database: Queryable, addressIndex: Uint8Array) => Promise<string | null>
  /** Returns the email addresses in changes of this one, decrypted. */
  addressesInChanges: (database: Queryable, addressIndex: Uint8Array) => Promise<object[]>
  /** Finds the snooze store's entry of a browser, by its hash. Rejects if the store is unavailable. */
  findSuppression: (hash: string) => Promise<object | null>
  /** Returns whether the reader may be invited to support. */
  isInvited: (request: Request) => Promise<boolean>
  /** Wakes the job that erases supporters. */
  wakeErasing: () => void
  now: Clock
}

/** Serves the privacy page, the data export and the erasure. */
export const rightsRoutes = (needs: RightsNeeds): Router => {
  const router = Router()
  const before = [formBody, needs.requireSignIn]
  route(router, '/privacy', {
    get: async (request, response) => {
      const { newsroom } = needs
      const language = languageOf(request, request.query['language'], newsroom.languages)
      const isInvited = await needs.isInvited(request)
      sendPrivatePage(response, privacyPage({ newsroom, language, isInvited }))
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
  { database, findAddressByIndex, addressesInChanges, findSuppression, now }: RightsNeeds,
  response: Response,
): Promise<void> => {
  const { addressIndex } = signedInOf(response)
  const tables = await findExportRows(database, addressIndex)
  const browsers = await findBrowserHashes(database, addressIndex)
  // The export fails if the snooze store is unavailable: it must never be silently incomplete.
  const suppressions = await Promise.all(
    browsers.map(async (hash) => ({ reader_hash: hash, ...(await findSuppression(hash)) })),
  ).catch(() => {
    throw new Refusal('unavailable', { 'Retry-After': '60' })
  })
  response
    .set({ 'Cache-Control': 'no-store', 'Content-Disposition': 'attachment; filename="data.json"' })
    .json({
      createdAt: now().toISOString(),
      // The tables below hold it encrypted.
      address: await findAddressByIndex(database, addressIndex),
      addressChanges: await addressesInChanges(database, addressIndex),
      // Comes from Redis; without Redis it repeats the table appeal_suppressions.
      suppressions,
      staff: await findStaffActions(database, addressIndex),
      tables: Object.fromEntries(PERSONAL_TABLES.map((table) => [table, tables[table] ?? []])),
    })
}

const erase = async (needs: RightsNeeds, request: Request, response: Response): Promise<void> => {
  const { database, newsroom, wakeErasing, now } = needs
  const { tokenHash } = signedInOf(response)
  await database.inTransaction(async (transaction) => {
    // The lock rejects a session that was ended after the form was sent.
    const addressIndex = await lockSupporterSession(transaction, tokenHash)
    if (addressIndex) await requestErasure(transaction, addressIndex, now())
  })
  wakeErasing()
  const language = languageOf(request, field(request.body, 'language'), newsroom.languages)
  seeOther(response, withLanguage('/account', language))
}
