import type { MailRecipient } from '../../mail/send-mail-action.ts'
import { sayIn } from '../../messages/messages.ts'
import type { SigningKeys } from '../../platform/keys.ts'
import { disownToken } from './disown-link.ts'

type Needs = {
  keys: SigningKeys
  origin: () => string
  /** Hides the newsroom from addresses that nobody has proven. */
  isNeutral: boolean
}

type Recipient = MailRecipient & { isProven: boolean }

/**
 * Adds what a mail needs if nobody has proven its address: anybody may have typed it.
 * A mail about a contribution gets a link for a reader who did not pay. `customerId` is null for other mails.
 */
export const toUnproven =
  ({ keys, origin, isNeutral }: Needs) =>
  (recipient: Recipient, customerId: string | null): MailRecipient => {
    if (recipient.isProven) return recipient
    const { address } = recipient
    const isPlain = recipient.isPlain || isNeutral
    if (customerId === null) return { ...recipient, isPlain }
    return {
      ...recipient,
      isPlain,
      closing: (language) => [
        {
          label: sayIn(language)('mail.disown.link'),
          href: `${origin()}/not-me/${disownToken(keys, { customerId, address })}?language=${language}`,
        },
      ],
    }
  }
