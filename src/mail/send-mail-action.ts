import type { Language } from '../messages/messages.ts'
import { type Clock, DAY_MS } from '../platform/clock.ts'
import type { Database } from '../platform/database/database.ts'
import { retryAfterMs } from '../platform/jobs/retry.ts'
import { errorFields, type Log } from '../platform/log.ts'
import { htmlText, type MailParagraph, type MailText, plainText } from './mail.ts'
import {
  type DueMail,
  leaseMail,
  type MailFacts,
  type MailLane,
  type MailOutcome,
  recordMailOutcome,
  STALE,
} from './mail-outbox-store.ts'
import type { DeliveryResult, MailGateway, MailSender, OutgoingMail } from './smtp-gateway.ts'

/** The address of a mail and its recipient's preferences. */
export type MailRecipient = {
  address: string
  /** The chosen language. Null: the language the mail was queued in. */
  language: Language | null
  /** Subject and sender must not reveal the newsroom. */
  isPlain: boolean
  /** The time of the last bounce, if no mail has been accepted since. */
  bouncedAt?: Date | null
  /** Paragraphs near the end of each mail to this recipient. */
  closing?: (language: Language) => MailParagraph[]
}

/** After a bounce, only sign-in mails are sent to the address for this long. */
const BOUNCE_PAUSE_MS = 30 * DAY_MS

/** A mail whose own text is written, and what its greeting and foot depend on. */
export type WrittenMail = {
  paragraphs: readonly MailParagraph[]
  facts: MailFacts
  language: Language
  recipient: MailRecipient
}

/** Renders one kind of mail for a recipient. Returns null if it is no longer true. */
export type WriteMail = (
  facts: MailFacts,
  language: Language,
  recipient: Pick<MailRecipient, 'address'>,
) => MailText | null

/** `valid` carries the current facts. `unsettled`: it is not yet known whether the mail is true. */
export type MailValidity = { is: 'valid'; facts: MailFacts } | { is: 'stale' } | { is: 'unsettled' }

export type MailNeeds = {
  database: Database
  deliverMail: MailGateway['deliverMail']
  holdPlace: MailGateway['holdPlace']
  writers: Readonly<Record<string, WriteMail>>
  /** Adds the greeting and the foot that all mails have. */
  frame: (written: WrittenMail) => MailParagraph[]
  findRecipient: (
    to: Pick<DueMail, 'kind' | 'customerId' | 'signInRequest' | 'addressChange' | 'attempts'>,
  ) => Promise<MailRecipient | 'none' | 'not-known-yet'>
  /** Checks a mail before sending, because it may have waited for hours. */
  checkBeforeSending: (
    mail: Pick<DueMail, 'kind' | 'cause' | 'facts' | 'customerId'>,
  ) => Promise<MailValidity>
  /** Records a bounce of the address. Null: the address accepts mails again. */
  recordBounce: (to: Pick<DueMail, 'customerId' | 'signInRequest'>, at: Date | null) => Promise<void>
  senderFor: (language: Language, isPlain: boolean) => MailSender
  plainSubject: (language: Language) => string
  count: (outcome: MailOutcome['what']) => void
  now: Clock
  log: Log
}

/** Leases the next due mail of a lane and sends it. Resolves to false if none is due. */
export const sendNext = async (needs: MailNeeds, lane: MailLane): Promise<boolean> => {
  const work = await takeMail(needs, lane)
  await work?.()
  return work !== null
}

/** Leases the next due mail of a lane. Resolves to the work of sending it, or null if none is due. */
export const takeMail = async (needs: MailNeeds, lane: MailLane): Promise<(() => Promise<void>) | null> => {
  const mail = await leaseMail(needs.database, lane, needs.now())
  return mail && (() => sendLeased(needs, mail))
}

const sendLeased = async (needs: MailNeeds, mail: DueMail): Promise<void> => {
  const { database, now, log, count } = needs
  const outcome = await send(needs, mail).catch((error: unknown): MailOutcome => {
    log.error('a mail could not be rendered', { component: 'mail', ...errorFields(error) })
    return retryLater(needs, mail, 'it could not be rendered')
  })
  await recordWithRetries(() => recordMailOutcome(database, { id: mail.id, outcome, now: now() }))
  count(outcome.what)
  // A sign-in attempt with an unknown address is not worth a warning.
  const isReported = outcome.what !== 'sent' && outcome.what !== 'dropped'
  if (isReported && !(mail.signInRequest !== null && outcome.because === NOT_KNOWN_YET))
    log.warn('a mail was not sent', {
      component: 'mail',
      reason: outcome.because,
      attempt: mail.attempts,
    })
}

const RECORD_RETRY_DELAYS_MS = [200, 1_000, 5_000, 20_000]

// Only this process knows the result. Retries, so that a short database failure does not make it `unsure`.
const recordWithRetries = async (record: () => Promise<void>): Promise<void> => {
  for (const waitMs of RECORD_RETRY_DELAYS_MS) {
    try {
      return await record()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, waitMs).unref())
    }
  }
  return record()
}

const NOT_KNOWN_YET = 'its address is not known yet'

const retryLater = ({ now }: MailNeeds, { attempts }: DueMail, because: string): MailOutcome => ({
  what: 'retry',
  because,
  at: new Date(now().getTime() + retryAfterMs(attempts)),
})

const send = async (needs: MailNeeds, mail: DueMail): Promise<MailOutcome> => {
  if (mail.until <= needs.now()) return { what: 'dropped', because: 'too late' }
  const ready = await prepare(needs, mail)
  if ('outcome' in ready) {
    // Otherwise the mails behind it would show by their delay that the address is unknown.
    if (isFirstAttemptToSignIn(mail)) await needs.holdPlace()
    return ready.outcome
  }
  const result = await needs.deliverMail(ready.mail)
  // A server refuses faster than it accepts.
  if (result.what === 'refused' && isFirstAttemptToSignIn(mail)) await needs.holdPlace()
  await recordBounce(needs, { mail, recipient: ready.recipient, result })
  return result.what === 'retry' ? retryLater(needs, mail, result.because) : result
}

const isFirstAttemptToSignIn = ({ signInRequest, attempts }: DueMail): boolean =>
  signInRequest !== null && attempts === 1

type Ready = { mail: OutgoingMail; recipient: MailRecipient }

/** Finds the recipient and renders the text, or says why nothing is sent now. */
const prepare = async (needs: MailNeeds, mail: DueMail): Promise<Ready | { outcome: MailOutcome }> => {
  const dropped = (because: string) => ({ outcome: { what: 'dropped', because } }) as const
  const recipient = await needs.findRecipient(mail)
  if (recipient === 'none') return dropped('no address')
  if (recipient === 'not-known-yet') return { outcome: retryLater(needs, mail, NOT_KNOWN_YET) }
  if (isPaused(recipient, mail, needs.now())) return dropped('its address bounced')
  const language = recipient.language ?? mail.language
  const validity = await needs.checkBeforeSending(mail)
  if (validity.is === 'unsettled')
    return { outcome: retryLater(needs, mail, 'what it says is not settled yet') }
  if (validity.is === 'stale') return dropped(STALE)
  const { facts } = validity
  const written = needs.writers[mail.kind]?.(facts, language, recipient)
  if (!written) return dropped(STALE)
  const text = {
    subject: recipient.isPlain ? needs.plainSubject(language) : written.subject,
    paragraphs: needs.frame({ paragraphs: written.paragraphs, facts, language, recipient }),
  }
  return {
    recipient,
    mail: {
      id: mail.id,
      to: recipient.address,
      sender: needs.senderFor(language, recipient.isPlain),
      subject: text.subject,
      text: plainText(text),
      html: htmlText(text, language),
    },
  }
}

type Delivered = { mail: DueMail; recipient: MailRecipient; result: DeliveryResult }

/** Never rejects: the mail is out, and a failure here must not send it again. */
const recordBounce = async (needs: MailNeeds, { mail, recipient, result }: Delivered): Promise<void> => {
  const isBounce = result.what === 'refused' && result.isBounce === true
  const isEnded = result.what === 'sent' && !!recipient.bouncedAt
  if (!isBounce && !isEnded) return
  await needs.recordBounce(mail, isBounce ? needs.now() : null).catch((error: unknown) => {
    needs.log.error('a bounce could not be recorded', { component: 'mail', ...errorFields(error) })
  })
}

const isPaused = ({ bouncedAt }: MailRecipient, { signInRequest }: DueMail, now: Date): boolean =>
  !!bouncedAt && signInRequest === null && now.getTime() - bouncedAt.getTime() < BOUNCE_PAUSE_MS
