import type { MailLink } from '../../mail/mail.ts'
import type { WriteMail } from '../../mail/send-mail-action.ts'
import { formatDate } from '../../messages/dates.ts'
import { type Language, moneyLocaleOf, sayIn } from '../../messages/messages.ts'
import { isCurrency } from '../../money/currency.ts'
import { formatMoney, money } from '../../money/money.ts'
import { type ContributionMailNeeds, failedChargeMail } from './failed-charge-mail.ts'

/**
 * Writes the mails about a contribution, by kind. Each says what happened and has at most one link, as a button.
 * A mail whose facts are incomplete is null and is not sent.
 */
export const contributionMails = (needs: ContributionMailNeeds): Record<string, WriteMail> => ({
  thanks: thanksMail(needs),
  failed: failedChargeMail(needs),
  renewal: renewalMail(needs),
  changed: changedMail(needs),
  paused: pauseMail(needs, 'paused'),
  resumed: pauseMail(needs, 'resumed'),
  refunded: refundedMail(needs),
  ended: endedMail(needs),
})

const accountLink = ({ origin }: ContributionMailNeeds, label: string, language: Language): MailLink => ({
  label,
  href: `${origin()}/account?language=${language}`,
  isButton: true,
})

const FREQUENCIES = ['once', 'monthly', 'yearly'] as const

const thanksMail =
  (needs: ContributionMailNeeds): WriteMail =>
  (facts, language) => {
    const say = sayIn(language)
    const amount = amountIn(facts, language)
    const frequency = FREQUENCIES.find((each) => each === facts['frequency'])
    if (amount === null || !frequency) return null
    const isOnce = frequency === 'once'
    const { nextAt } = facts
    return {
      subject: say('mail.thanks.subject'),
      paragraphs: [
        say(`mail.thanks.${frequency}`, { amount }),
        ...(typeof nextAt === 'string'
          ? [say('mail.thanks.next', { at: formatDate(new Date(nextAt), language, needs.timeZone) })]
          : []),
        say(isOnce ? 'mail.thanks.onceAfter' : 'mail.thanks.after'),
        ...(isOnce ? [say('mail.thanks.oncePrint')] : []),
        accountLink(needs, say(isOnce ? 'mail.toGifts' : 'mail.toAccount'), language),
      ],
    }
  }

const renewalMail =
  (needs: ContributionMailNeeds): WriteMail =>
  (facts, language) => {
    const say = sayIn(language)
    const amount = amountIn(facts, language)
    const { at } = facts
    if (amount === null || typeof at !== 'string') return null
    return {
      subject: say('mail.renewal.subject'),
      paragraphs: [
        say('mail.renewal.text', { amount, at: formatDate(new Date(at), language, needs.timeZone) }),
        say('mail.renewal.change'),
        accountLink(needs, say('mail.toAccount'), language),
      ],
    }
  }

const changedMail =
  (needs: ContributionMailNeeds): WriteMail =>
  (facts, language) => {
    const say = sayIn(language)
    const amount = amountIn(facts, language)
    const { at, interval } = facts
    if (amount === null) return null
    const period = interval === 'year' ? 'year' : 'month'
    return {
      subject: say('mail.changed.subject'),
      paragraphs: [
        typeof at === 'string'
          ? say(`mail.changed.${period}`, { amount, at: formatDate(new Date(at), language, needs.timeZone) })
          : say(`mail.changed.${period}Next`, { amount }),
        say('mail.changed.notYou'),
        accountLink(needs, say('mail.toAccount'), language),
      ],
    }
  }

const pauseMail =
  (needs: ContributionMailNeeds, kind: 'paused' | 'resumed'): WriteMail =>
  ({ at }, language) => {
    if (typeof at !== 'string') return null
    const say = sayIn(language)
    return {
      subject: say(`mail.${kind}.subject`),
      paragraphs: [
        say(`mail.${kind}.text`, { at: formatDate(new Date(at), language, needs.timeZone) }),
        say('mail.changed.notYou'),
        accountLink(needs, say('mail.toAccount'), language),
      ],
    }
  }

const refundedMail =
  (needs: ContributionMailNeeds): WriteMail =>
  (facts, language) => {
    const say = sayIn(language)
    const amount = amountIn(facts, language)
    if (amount === null) return null
    const paragraphs = [say('mail.refunded.text', { amount })]
    const subject = say('mail.refunded.subject')
    if (facts['goesOn'] === false) return { subject, paragraphs }
    const continues = `${say('mail.refunded.goesOn')} ${say('mail.refunded.change')}`
    return {
      subject,
      paragraphs: [...paragraphs, continues, accountLink(needs, say('mail.toAmount'), language)],
    }
  }

const endedMail =
  (needs: ContributionMailNeeds): WriteMail =>
  ({ because, at }, language) => {
    if (typeof at !== 'string') return null
    const say = sayIn(language)
    const reason = because === 'card-failure' ? 'uncollected' : 'chosen'
    return {
      subject: say('mail.ended.subject'),
      paragraphs: [
        say(`mail.ended.${reason}`, { at: formatDate(new Date(at), language, needs.timeZone) }),
        say('mail.ended.nothingMore'),
      ],
    }
  }

const amountIn = (
  { amount, currency }: Readonly<Record<string, string | number | boolean | null>>,
  language: Language,
): string | null =>
  typeof amount === 'number' && typeof currency === 'string' && isCurrency(currency)
    ? formatMoney(money(amount, currency), moneyLocaleOf(language))
    : null
