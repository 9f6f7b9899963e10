import type { EmailAddress } from '../../mail/email-address.ts'
import type { Language } from '../../messages/messages.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { type AddressKeys, addressIndexes } from '../address/address-store.ts'
import { requestSignIn } from '../session/sign-in-store.ts'
import { findOwnSupporter } from './own-browser-store.ts'

type Needs = {
  database: Database
  addressKeys: AddressKeys
  /** Takes the next time at which a mail may go out for this asker. Null if none is free soon enough. */
  takeSlot: (asker: Asker) => Promise<Date | null>
  /** Draws the delay of one mail. */
  drawDelayMs: () => number
  now: Clock
}

/** Asks are counted by the supporter in their own browser, else by the network. */
export type Asker = { supporterId: string } | { networkAddress: string }

export type Ask = {
  id: string
  address: EmailAddress
  language: Language
  networkAddress: string
  /** In hex; null without a reader cookie. */
  readerHash: string | null
}

/** Asks for a sign-in link. Does the same for every address. An ask beyond the limits is forgotten. */
export const askForLink =
  ({ database, addressKeys, takeSlot, drawDelayMs, now }: Needs) =>
  async ({ id, address, language, networkAddress, readerHash }: Ask): Promise<void> => {
    const indexes = addressIndexes(addressKeys, address)
    const supporterId = await findOwnSupporter(database, readerHash, indexes)
    const slot = await takeSlot(supporterId === null ? { networkAddress } : { supporterId })
    if (!slot) return
    // Without chance in it, the time of a mail would tell how long the mails before it took.
    const dueAt = new Date(slot.getTime() + drawDelayMs())
    await requestSignIn(
      database,
      { id, addressIndexes: indexes, language, dueAt, isByOwnBrowser: supporterId !== null },
      now(),
    )
  }
