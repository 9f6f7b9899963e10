import type { WriteMail } from '../../mail/send-mail-action.ts'
import { sayIn } from '../../messages/messages.ts'
import type { SigningKeys } from '../../platform/keys.ts'
import { linkToken } from '../session/sign-in-token.ts'

/** Informs the previous address of a change and lets it undo the change. It does not name the new address. */
export const addressWasMail =
  ({ keys, origin }: { keys: SigningKeys; origin: () => string }): WriteMail =>
  ({ change }, language) => {
    if (typeof change !== 'string') return null
    const say = sayIn(language)
    return {
      subject: say('mail.addressWas.subject'),
      paragraphs: [
        say('mail.addressWas.lead'),
        {
          label: say('mail.addressWas.link'),
          href: `${origin()}/account/address/back/${linkToken(keys, change, 'address-back')}?language=${language}`,
          isButton: true,
        },
        say('mail.addressWas.until'),
      ],
    }
  }

/** Asks the new address to confirm a change. It does not say whose account it is. */
export const addressChangeMail =
  ({ keys, origin }: { keys: SigningKeys; origin: () => string }): WriteMail =>
  ({ change }, language) => {
    if (typeof change !== 'string') return null
    const say = sayIn(language)
    return {
      subject: say('mail.address.subject'),
      paragraphs: [
        say('mail.address.lead'),
        {
          label: say('mail.address.link'),
          href: `${origin()}/account/address/${linkToken(keys, change, 'address-link')}?language=${language}`,
          isButton: true,
        },
        say('mail.address.until'),
      ],
    }
  }
