import type { WriteMail } from '../../mail/send-mail-action.ts'
import { sayIn } from '../../messages/messages.ts'
import type { SigningKeys } from '../../platform/keys.ts'
import { linkToken, signInCode } from '../session/sign-in-token.ts'

/** Mails the link and the code of one sign-in request. Neither says whose account it is. */
export const signInMail =
  ({ keys, origin }: { keys: SigningKeys; origin: () => string }): WriteMail =>
  ({ request, isByStaff }, language) => {
    if (typeof request !== 'string') return null
    const say = sayIn(language)
    return {
      subject: say('mail.signIn.subject'),
      paragraphs: [
        say(isByStaff === true ? 'mail.signIn.leadByStaff' : 'mail.signIn.lead'),
        {
          label: say('mail.signIn.link'),
          href: `${origin()}/sign-in/${linkToken(keys, request)}?language=${language}`,
          isButton: true,
        },
        // Staff ask for the link in their own browser, where the supporter cannot type a code.
        ...(isByStaff === true
          ? [say('mail.signIn.untilByStaff')]
          : [say('mail.signIn.code'), { code: signInCode(keys, request) }, say('mail.signIn.until')]),
      ],
    }
  }
