import type { WriteMail } from '../../mail/send-mail-action.ts'
import { formatDate } from '../../messages/dates.ts'
import { type Language, localeOf, type Say, sayIn } from '../../messages/messages.ts'
import { isCurrency } from '../../money/currency.ts'
import { formatMoney, money } from '../../money/money.ts'
import type { SigningKeys } from '../../platform/keys.ts'
import { payToken } from '../pay/pay-link.ts'

type Needs = { origin: () => string; timeZone: string; keys: SigningKeys }

/**
 * Writes the mails about a contribution, by kind. Each states the least that is useful and links to the account page.
 * A mail whose facts are incomplete is null and is not sent.
 */
export const contributionMails = (needs: Needs): Record<string, WriteMail> => ({
  thanks: thanksMail(needs),
  failed: failedMail(needs),
  renewal: renewalMail(needs),
  changed: changedMail(needs),
  paused: pauseMail(needs, 'paused'),
  resumed: pauseMail(needs, 'resumed'),
  refunded: refundedMail(needs),
  ended: endedMail,
})

const accountLink = ({ origin }: Needs, say: Say, language: Language) => ({
  label: say('mail.toAccount'),
  href: `${origin()}/account?language=${language}`,
})

const FREQUENCIES = ['once', 'monthly', 'yearly'] as const

const thanksMail =
  (needs: Needs): WriteMail =>
  (facts, language) => {
    const say = sayIn(language)
    const amount = amountIn(facts, language)
    const frequency = FREQUENCIES.find((each) => each === facts['frequency'])
    if (amount === null || !frequency) return null
    const isOnce = frequency === 'once'
    const link = accountLink(needs, say, language)
    return {
      subject: say('mail.thanks.subject'),
      paragraphs: [
        say(`mail.thanks.${frequency}`, { amount }),
        say(isOnce ? 'mail.thanks.onceAfter' : 'mail.thanks.after'),
        isOnce ? { label: say('mail.toGifts'), href: link.href } : link,
      ],
    }
  }

const renewalMail =
  (needs: Needs): WriteMail =>
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
        accountLink(needs, say, language),
      ],
    }
  }

const changedMail =
  (needs: Needs): WriteMail =>
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
        accountLink(needs, say, language),
      ],
    }
  }

const pauseMail =
  (needs: Needs, kind: 'paused' | 'resumed'): WriteMail =>
  ({ at }, language) => {
    if (typeof at !== 'string') return null
    const say = sayIn(language)
    return {
      subject: say(`mail.${kind}.subject`),
      paragraphs: [
        say(`mail.${kind}.text`, { at: formatDate(new Date(at), language, needs.timeZone) }),
        say('mail.changed.notYou'),
        accountLink(needs, say, language),
      ],
    }
  }

const refundedMail =
  (needs: Needs): WriteMail =>
  (facts, language) => {
    const say = sayIn(language)
    const amount = amountIn(facts, language)
    if (amount === null) return null
    const paragraphs = [say('mail.refunded.text', { amount })]
    const subject = say('mail.refunded.subject')
    if (facts['goesOn'] === false) return { subject, paragraphs }
    const continues = `${say('mail.refunded.goesOn')} ${say('mail.refunded.change')}`
    return { subject, paragraphs: [...paragraphs, continues, accountLink(needs, say, language)] }
  }

const endedMail: WriteMail = ({ because }, language) => {
  const say = sayIn(language)
  const reason = because === 'card-failure' ? 'uncollected' : 'chosen'
  return {
    subject: say('mail.ended.subject'),
    paragraphs: [say(`mail.ended.${reason}`), say('mail.ended.nothingMore')],
  }
}

const REASONS = ['funds', 'expired', 'details', 'action', 'limit', 'declined', 'technical'] as const

const failedMail =
  (needs: Needs): WriteMail =>
  ({ reason, nextAt, invoice }, language) => {
    const say = sayIn(language)
    const known = REASONS.find((each) => each === reason) ?? 'unknown'
    const needsAction = known === 'action'
    const retry =
      typeof nextAt === 'string'
        ? say('mail.failed.retry', { at: formatDate(new Date(nextAt), language, needs.timeZone) })
        : say('mail.failed.last')
    return {
      subject: say('mail.failed.subject'),
      paragraphs: [
        `${say('mail.failed.text')} ${say(`mail.failed.${known}`)}`,
        ...(needsAction ? [] : [retry]),
        ...(typeof invoice === 'string' ? payParagraphs(needs, { language, invoice, needsAction }) : []),
        say('mail.failed.noHurry'),
        accountLink(needs, say, language),
      ],
    }
  }

type PayLink = { language: Language; invoice: string; needsAction: boolean }

const payParagraphs = ({ origin, keys }: Needs, { language, invoice, needsAction }: PayLink) => {
  const say = sayIn(language)
  return [
    say(needsAction ? 'mail.failed.confirm' : 'mail.failed.pay'),
    {
      label: say(needsAction ? 'mail.failed.confirmLink' : 'mail.failed.payLink'),
      href: `${origin()}/pay/${payToken(keys, invoice)}?language=${language}`,
    },
  ]
}

const amountIn = (
  { amount, currency }: Readonly<Record<string, string | number | boolean | null>>,
  language: Language,
): string | null =>
  typeof amount === 'number' && typeof currency === 'string' && isCurrency(currency)
    ? formatMoney(money(amount, currency), localeOf(language))
    : null
