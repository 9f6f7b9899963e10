import type { MailLink, MailParagraph } from '../../mail/mail.ts'
import type { MailFacts } from '../../mail/mail-outbox-store.ts'
import type { WrittenMail } from '../../mail/send-mail-action.ts'
import { type Language, sayIn } from '../../messages/messages.ts'
import { isCurrency } from '../../money/currency.ts'
import type { Clock } from '../../platform/clock.ts'
import type { SigningKeys } from '../../platform/keys.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { amountWords } from '../account/contribution-panel.tsx'
import { manageToken } from '../manage/manage-link.ts'

type Needs = { newsroom: Newsroom; keys: SigningKeys; origin: () => string; now: Clock }

/**
 * Puts a greeting before the text of a mail. Its foot names the contribution, with the link to pause or cancel it,
 * says where to ask, and is signed. A discreet mail does not name the newsroom.
 */
export const frameMail =
  (needs: Needs) =>
  ({ paragraphs, facts, language, recipient }: WrittenMail): MailParagraph[] => {
    const say = sayIn(language)
    const newsroom = recipient.isPlain ? null : needs.newsroom.name[language]
    const { contact } = needs.newsroom.mail
    const { address } = recipient
    return [
      say('mail.greeting'),
      ...paragraphs,
      ...aboutContribution(needs, { facts, language, newsroom, address }),
      ...(recipient.closing?.(language) ?? []),
      contact ? say('mail.helpAt', { contact }) : say('mail.help'),
      newsroom === null ? say('mail.signaturePlain') : say('mail.signature', { newsroom }),
    ]
  }

type About = { facts: MailFacts; language: Language; newsroom: string | null; address: string }

const aboutContribution = (
  { keys, origin, now }: Needs,
  { facts, language, newsroom, address }: About,
): MailParagraph[] => {
  const { contribution: subscriptionId } = facts
  if (typeof subscriptionId !== 'string') return []
  const say = sayIn(language)
  const amount = planWords(facts, language)
  const former = facts['isEnded'] === true ? 'Former' : ''
  const about =
    newsroom === null
      ? say(`mail.about${former}`, { amount })
      : say(`mail.about${former}To`, { amount, newsroom })
  const manage: MailLink = {
    label: say(manageLabel(facts)),
    href: `${origin()}/manage/${manageToken(keys, { subscriptionId, address }, now())}?language=${language}`,
  }
  return [about, manage]
}

const manageLabel = ({ canPause, isEnded }: MailFacts) => {
  if (isEnded === true) return 'mail.manage.ended'
  return canPause === true ? 'mail.manage' : 'mail.manage.cancel'
}

const planWords = (
  { planAmount, planCurrency, planInterval, planIntervalCount }: MailFacts,
  language: Language,
): string => {
  const isPriced =
    typeof planAmount === 'number' && typeof planCurrency === 'string' && isCurrency(planCurrency)
  if (!isPriced) return sayIn(language)('account.amount.unknown')
  return amountWords(
    {
      amount: planAmount,
      currency: planCurrency,
      interval: typeof planInterval === 'string' ? planInterval : null,
      intervalCount: typeof planIntervalCount === 'number' ? planIntervalCount : null,
    },
    language,
  )
}
