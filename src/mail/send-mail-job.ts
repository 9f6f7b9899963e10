import type { Language } from '../messages/messages.ts'
import { type Clock, DAY_MS, HOUR_MS } from '../platform/clock.ts'
import type { Database } from '../platform/database/database.ts'
import { errorFields, type Log } from '../platform/log.ts'
import { type Repeating, repeat } from '../platform/repeat.ts'
import { retryAfterMs } from '../platform/retry.ts'
import { htmlText, type MailText, plainText } from './mail.ts'
import {
  type DueMail,
  deleteOldMails,
  type MailFacts,
  type MailOutcome,
  STALE,
  settleCutOff,
  settleMail,
  takeMail,
} from './mail-outbox-store.ts'
import type { HandOver, MailSender } from './smtp-gateway.ts'

/** Whom a mail goes to, and how they want their mails. */
export type MailRecipient = {
  address: string
  /** What they chose; null: what the mail was written for. */
  language: Language | null
  /** Neither subject nor sender is to tell a stranger whom it comes from. */
  isPlain: boolean
  /** When a server refused it for good, and none has taken a mail for it since. */
  bouncedAt?: Date | null
}

/** For so long nothing but what somebody waits for is tried at an address that bounced. */
const PARKED_MS = 30 * DAY_MS

/** Makes the text of one kind of mail; null where it is not true any more. */
export type WriteMail = (facts: MailFacts, language: Language) => MailText | null

/** Whether what a mail says is so, with its facts as they are now; unsettled: that is not known yet. */
export type MailValidity = { is: 'valid'; facts: MailFacts } | { is: 'stale' } | { is: 'unsettled' }

export type MailNeeds = {
  database: Database
  handOver: HandOver
  writers: Readonly<Record<string, WriteMail>>
  findRecipient: (
    to: Pick<DueMail, 'kind' | 'customerId' | 'signInRequest' | 'addressChange' | 'attempts'>,
  ) => Promise<MailRecipient | 'none' | 'not-known-yet'>
  /** It may have waited for hours. */
  checkBeforeSending: (mail: Pick<DueMail, 'kind' | 'cause' | 'facts'>) => Promise<MailValidity>
  /** Its address was refused for good; null: it takes mails again. */
  recordBounce: (to: Pick<DueMail, 'customerId' | 'signInRequest'>, at: Date | null) => Promise<void>
  senderFor: (language: Language, isPlain: boolean) => MailSender
  plainSubject: (language: Language) => string
  count: (outcome: MailOutcome['what']) => void
  now: Clock
  log: Log
}

const PAUSE_MS = 1_000

/** Sends what is due, one after another. */
export const sendMailJob = (needs: MailNeeds): Repeating => {
  let tidyAt = 0
  return repeat({
    pauseMs: PAUSE_MS,
    step: async () => {
      if (await sendNext(needs)) return true
      const cutOff = await settleCutOff(needs.database, needs.now())
      if (cutOff > 0)
        needs.log.error('mails were cut off while they were sent', { component: 'mail', count: cutOff })
      if (performance.now() < tidyAt) return false
      tidyAt = performance.now() + HOUR_MS
      await deleteOldMails(needs.database, needs.now())
      return false
    },
    onError: (error) => needs.log.error('mails wait', { component: 'mail', ...errorFields(error) }),
  })
}

/** False when none is due. */
export const sendNext = async (needs: MailNeeds): Promise<boolean> => {
  const { database, now, log, count } = needs
  const mail = await takeMail(database, now())
  if (!mail) return false
  const outcome = await send(needs, mail).catch((error: unknown): MailOutcome => {
    log.error('a mail could not be made', { component: 'mail', ...errorFields(error) })
    return again(needs, mail, 'it could not be made')
  })
  await settledSurely(() => settleMail(database, mail.id, outcome, now()))
  count(outcome.what)
  // That nobody gave under what was typed to sign in is nothing to be told each time.
  const isTold = outcome.what !== 'sent' && outcome.what !== 'dropped'
  if (isTold && !(mail.signInRequest !== null && outcome.because === NOT_KNOWN_YET))
    log.warn('a mail was not sent', {
      ...{ component: 'mail', reason: outcome.because, attempt: mail.attempts },
    })
  return true
}

const SETTLE_AGAIN_MS = [200, 1_000, 5_000, 20_000]

// What came of a try is known here and nowhere else: a database that is away for a moment is not to make it unsure.
const settledSurely = async (settle: () => Promise<void>): Promise<void> => {
  for (const waitMs of SETTLE_AGAIN_MS) {
    try {
      return await settle()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, waitMs).unref())
    }
  }
  return settle()
}

const NOT_KNOWN_YET = 'its address is not known yet'

const again = ({ now }: MailNeeds, { attempts }: DueMail, because: string): MailOutcome => ({
  what: 'again',
  because,
  at: new Date(now().getTime() + retryAfterMs(attempts)),
})

const send = async (needs: MailNeeds, mail: DueMail): Promise<MailOutcome> => {
  if (mail.until <= needs.now()) return { what: 'dropped', because: 'too late' }
  const recipient = await needs.findRecipient(mail)
  if (recipient === 'none') return { what: 'dropped', because: 'no address' }
  if (recipient === 'not-known-yet') return again(needs, mail, NOT_KNOWN_YET)
  if (isParked(recipient, mail, needs.now())) return { what: 'dropped', because: 'its address bounced' }
  const language = recipient.language ?? mail.language
  const truth = await needs.checkBeforeSending(mail)
  if (truth.is === 'unsettled') return again(needs, mail, 'what it says is not settled yet')
  const written = truth.is === 'valid' ? needs.writers[mail.kind]?.(truth.facts, language) : null
  if (!written) return { what: 'dropped', because: STALE }
  const text = recipient.isPlain ? { ...written, subject: needs.plainSubject(language) } : written
  const handed = await needs.handOver({
    id: mail.id,
    to: recipient.address,
    sender: needs.senderFor(language, recipient.isPlain),
    subject: text.subject,
    text: plainText(text),
    html: htmlText(text, language),
  })
  if (handed.what === 'refused' && handed.isBounce) await needs.recordBounce(mail, needs.now())
  if (handed.what === 'sent' && recipient.bouncedAt) await needs.recordBounce(mail, null)
  return handed.what === 'again' ? again(needs, mail, handed.because) : handed
}

const isParked = ({ bouncedAt }: MailRecipient, { signInRequest }: DueMail, now: Date): boolean =>
  !!bouncedAt && signInRequest === null && now.getTime() - bouncedAt.getTime() < PARKED_MS
