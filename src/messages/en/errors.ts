export const errors = {
  'errors.not-found': 'There is nothing at this address',
  'errors.not-found.text': 'The page may have moved, or the address has a letter too many.',
  'errors.method-not-allowed': 'This address does not work that way',
  'errors.method-not-allowed.text': 'Go back and use the buttons on the page.',
  'errors.unauthorized': 'This needs a token',
  'errors.unauthorized.text': 'Send it as a bearer token.',
  'errors.not-your-role': 'This is not yours to do',
  'errors.not-your-role.text':
    'Exact figures can show what one person gives, so they need the role “finance”. Somebody who has it can help. Roles are given with “npm run mainstay -- staff”.',
  'errors.cross-site': 'This request came from another site',
  'errors.cross-site.text': 'For your safety nothing was done. Open our page and press the button there.',
  'errors.wrong-host': 'This server does not answer under this name',
  'errors.wrong-host.text': 'Open the address that the server printed when it started.',
  'errors.too-large': 'That is more than we can take',
  'errors.too-large.text': 'The form was larger than any of ours can be. Nothing was done.',
  'errors.malformed': 'We could not read that',
  'errors.malformed.text': 'The request was damaged on its way. Nothing was done; please try again.',
  'errors.unknown-choice': 'That is not one of the choices',
  'errors.unknown-choice.text': 'Nothing was changed. Go back and choose one of those on the page.',
  'errors.too-many': 'That was a little fast',
  'errors.too-many.text':
    'Many requests have come from you or your network in the last minute. Nothing was done; wait a minute and try again. You can go on reading.',
  'errors.too-many-mails': 'Enough mails for now',
  'errors.too-many-mails.text':
    'At most five such mails go out in half an hour. The links that came work; ask for another one later.',
  'errors.busy': 'Many people want this at once',
  'errors.busy.text': 'Nothing was paid or changed. Wait ten seconds and try again.',
  'errors.stripe-unavailable': 'Stripe does not answer',
  'errors.stripe-unavailable.text':
    'It takes our payments, and cannot be reached just now. Nothing new was paid. Look again in a few minutes before you repeat anything.',
  'errors.reminders-unavailable': 'We could not note your reminder',
  'errors.reminders-unavailable.text':
    'Our memory for reminders does not answer, and we promise only what we can keep. Please try again in a few minutes.',
  'errors.unavailable': 'We are out for a moment',
  'errors.unavailable.text':
    'A part of our machinery does not answer. Nothing is lost: a payment you made is safe with Stripe and will be counted. Please try again in a few minutes.',
  'errors.broken': 'Something broke on our side',
  'errors.broken.text': 'It is our mistake, not yours, and it has been noted. Please try again.',
  'errors.home': 'To the front page',
} as const
