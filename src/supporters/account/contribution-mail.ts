import type { WriteMail } from '../../mail/send-mail-job.ts'
import { formatDate } from '../../messages/dates.ts'
import { type Language, localeOf, type Say, sayIn } from '../../messages/messages.ts'
import { isCurrency } from '../../money/currency.ts'
import { formatMoney, money } from '../../money/money.ts'
import type { SigningKeys } from '../../platform/keys.ts'
import { payToken } from '../pay/pay-link.ts'

type Needs = { origin: () => string; timeZone: string; keys: SigningKeys }

/** What is written in the life of a contribution. Each says the least that is of use, and leads to one's own page. */
export const contributionMails = (needs: Needs): Record<string, WriteMail> => {
  const toAccount = (say: Say, language: Language) => accountLink(needs, say, language)
  return {
    thanks: (facts, language) => {
      const say = sayIn(language)
      const amount = amountIn(facts, language)
      const frequency = FREQUENCIES.find((each) => each === facts['frequency'])
      if (amount === null || !frequency) return null
      return {
        subject: say('mail.thanks.subject'),
        paragraphs: [
          say(`mail.thanks.${frequency}`, { amount }),
          say(frequency === 'once' ? 'mail.thanks.onceAfter' : 'mail.thanks.after'),
          frequency === 'once'
            ? { ...toAccount(say, language), label: say('mail.toGifts') }
            : toAccount(say, language),
        ],
      }
    },
    failed: failedMail(needs),
    renewal: (facts, language) => {
      const say = sayIn(language)
      const amount = amountIn(facts, language)
      const { at } = facts
      if (amount === null || typeof at !== 'string') return null
      return {
        subject: say('mail.renewal.subject'),
        paragraphs: [
          say('mail.renewal.text', { amount, at: formatDate(new Date(at), language, needs.timeZone) }),
          say('mail.renewal.change'),
          toAccount(say, language),
        ],
      }
    },
    changed: (facts, language) => {
      const say = sayIn(language)
      const amount = amountIn(facts, language)
      const { at, interval } = facts
      if (amount === null) return null
      const when = interval === 'year' ? 'year' : 'month'
      return {
        subject: say('mail.changed.subject'),
        paragraphs: [
          typeof at === 'string'
            ? say(`mail.changed.${when}`, {
                amount,
                at: formatDate(new Date(at), language, needs.timeZone),
              })
            : say(`mail.changed.${when}Next`, { amount }),
          say('mail.changed.notYou'),
          toAccount(say, language),
        ],
      }
    },
    ...Object.fromEntries((['paused', 'resumed'] as const).map((kind) => [kind, pauseMail(needs, kind)])),
    refunded: (facts, language) => {
      const say = sayIn(language)
      const amount = amountIn(facts, language)
      if (amount === null) return null
      return {
        subject: say('mail.refunded.subject'),
        paragraphs: [
          say('mail.refunded.text', { amount }),
          ...(facts['goesOn'] === false
            ? []
            : [`${say('mail.refunded.goesOn')} ${say('mail.refunded.change')}`, toAccount(say, language)]),
        ],
      }
    },
    ended: ({ because }, language) => {
      const say = sayIn(language)
      const why = because === 'card-failure' ? 'uncollected' : 'chosen'
      return {
        subject: say('mail.ended.subject'),
        paragraphs: [say(`mail.ended.${why}`), say('mail.ended.nothingMore')],
      }
    },
  }
}

const accountLink = ({ origin }: Needs, say: Say, language: Language) => ({
  label: say('mail.toAccount'),
  href: `${origin()}/account?language=${language}`,
})

const failedMail =
  (needs: Needs): WriteMail =>
  ({ reason, nextAt, invoice }, language) => {
    const say = sayIn(language)
    const why = REASONS.find((each) => each === reason) ?? 'unknown'
    const isToConfirm = why === 'action'
    const again =
      typeof nextAt === 'string'
        ? say('mail.failed.again', { at: formatDate(new Date(nextAt), language, needs.timeZone) })
        : say('mail.failed.last')
    const mend = typeof invoice === 'string' && [
      say(isToConfirm ? 'mail.failed.confirm' : 'mail.failed.mend'),
      {
        label: say(isToConfirm ? 'mail.failed.confirmLink' : 'mail.failed.payLink'),
        href: `${needs.origin()}/pay/${payToken(needs.keys, invoice)}?language=${language}`,
      },
    ]
    return {
      subject: say('mail.failed.subject'),
      paragraphs: [
        `${say('mail.failed.text')} ${say(`mail.failed.${why}`)}`,
        ...(isToConfirm ? [] : [again]),
        ...(mend || []),
        say('mail.failed.noHurry'),
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

const FREQUENCIES = ['once', 'monthly', 'yearly'] as const
const REASONS = ['funds', 'expired', 'details', 'action', 'limit', 'refused', 'technical'] as const

const amountIn = (
  { amount, currency }: Readonly<Record<string, string | number | boolean | null>>,
  language: Language,
): string | null =>
  typeof amount === 'number' && typeof currency === 'string' && isCurrency(currency)
    ? formatMoney(money(amount, currency), localeOf(language))
    : null
