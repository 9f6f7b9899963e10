import type { MailParagraph } from '../../mail/mail.ts'
import type { MailFacts } from '../../mail/mail-outbox-store.ts'
import type { WriteMail } from '../../mail/send-mail-action.ts'
import { formatDate } from '../../messages/dates.ts'
import { type Language, sayIn } from '../../messages/messages.ts'
import type { Clock } from '../../platform/clock.ts'
import type { SigningKeys } from '../../platform/keys.ts'
import { payToken } from '../pay/pay-link.ts'

export type ContributionMailNeeds = {
  origin: () => string
  timeZone: string
  keys: SigningKeys
  now: Clock
}

const REASONS = ['funds', 'expired', 'details', 'action', 'limit', 'declined', 'technical'] as const

/** Says why a charge failed and when it is tried again, with one button to pay it or to change the card. */
export const failedChargeMail =
  (needs: ContributionMailNeeds): WriteMail =>
  (facts, language, { address }) => {
    const say = sayIn(language)
    const { invoice, isLast } = facts
    if (typeof invoice !== 'string') return null
    const reason = REASONS.find((each) => each === facts['reason']) ?? 'unknown'
    const needsAction = reason === 'action'
    const isRetried = typeof facts['nextAt'] === 'string'
    return {
      subject: say(isLast === true ? 'mail.failed.lastSubject' : 'mail.failed.subject'),
      paragraphs: [
        `${say(isLast === true ? 'mail.failed.again' : 'mail.failed.text')} ${say(`mail.failed.${reason}`)}`,
        ...(needsAction ? [] : [retryWords(needs, facts, language)]),
        say(needsAction ? 'mail.failed.confirm' : 'mail.failed.pay'),
        payButton(needs, { invoiceId: invoice, address, needsAction, language }),
        say(isLast === true || !isRetried || needsAction ? 'mail.failed.ends' : 'mail.failed.noHurry'),
      ],
    }
  }

const retryWords = (
  { timeZone }: ContributionMailNeeds,
  { nextAt, isLast }: MailFacts,
  language: Language,
): string => {
  const say = sayIn(language)
  if (typeof nextAt !== 'string') return say('mail.failed.noRetry')
  const at = formatDate(new Date(nextAt), language, timeZone)
  return say(isLast === true ? 'mail.failed.lastRetry' : 'mail.failed.retry', { at })
}

type PayLink = { invoiceId: string; address: string; needsAction: boolean; language: Language }

const payButton = (
  { origin, keys, now }: ContributionMailNeeds,
  { invoiceId, address, needsAction, language }: PayLink,
): MailParagraph => ({
  label: sayIn(language)(needsAction ? 'mail.failed.confirmLink' : 'mail.failed.payLink'),
  href: `${origin()}/pay/${payToken(keys, { invoiceId, address }, now())}?language=${language}`,
  isButton: true,
})
