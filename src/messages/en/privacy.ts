export const privacy = {
  'privacy.title': 'What we hold',
  'privacy.lead':
    'All that this server keeps of people, why, and for how long. It keeps no network address, no name of a reader and nothing of what anybody reads.',
  'privacy.columns': 'In the words of the database',
  'privacy.address': 'Your mail address',
  'privacy.address.what':
    'The address you give Stripe with a payment, encrypted, with a fingerprint of it by a secret key; and how you want your mails.',
  'privacy.address.why': 'To write to you about your contribution, and to let you sign in.',
  'privacy.address.until':
    'Until you have it erased; one that you changed for a week more, so that you can take it back.',
  'privacy.giving': 'What you give',
  'privacy.giving.what':
    'Amounts, days and how payments went, under the ids that Stripe gives them; what you changed and, if you chose to say it, why you stopped. Never a card, a bank account or a name.',
  'privacy.giving.why': 'To run your contribution, and to keep exact books.',
  'privacy.giving.until':
    'As long as books are kept. Once you have yourself erased, the figures stay under a random number that leads to nobody.',
  'privacy.browser': 'Your browser',
  'privacy.browser.what':
    'A random number in a cookie, once you give, sign in or ask to be reminded later; here only its fingerprint, until when the letter leaves you in peace, and that this browser gave.',
  'privacy.browser.why': 'To keep the promise that the letter leaves you alone.',
  'privacy.browser.until':
    'A reminder until a month after its day. That this browser gave as long as you give, and 400 days more. Your browser forgets the cookie when you clear it.',
  'privacy.signIn': 'Signing in',
  'privacy.signIn.what':
    'That somebody asked for a link for the fingerprint of an address, who is signed in, and the fingerprint of their browser.',
  'privacy.signIn.why': 'To let you in, and nobody else.',
  'privacy.signIn.until': 'The asking for a day, a sign-in for thirty days or until you sign out.',
  'privacy.mails': 'Mails to you',
  'privacy.mails.what':
    'Which mails were written, with the amounts and days in them, and whether they could be sent.',
  'privacy.mails.why': 'To send each once.',
  'privacy.mails.until': 'Ninety days.',
  'privacy.events': 'What Stripe told us',
  'privacy.events.what': 'The ids and kinds of Stripe’s messages about your payments. Not what they say.',
  'privacy.events.why': 'So that none is missed and none counts twice.',
  'privacy.events.until': 'As long as books are kept.',
  'privacy.staff': 'Those who work here',
  'privacy.staff.what':
    'Names they chose to sign in with, fingerprints of passwords, and what they did with others’ payments.',
  'privacy.staff.why': 'So that only they see reports, and that what they do can be followed.',
  'privacy.staff.until': 'As long as they work here; what they did, as long as books are kept.',
  'privacy.why': 'Why:',
  'privacy.until': 'How long:',
  'privacy.stripe': 'What Stripe holds',
  'privacy.stripe.text':
    'Payments run through Stripe, which knows your card and address and keeps them by its own rules. We tell it the amount, how often, and a random number; never what you read or how you came here.',
  'privacy.rights': 'Yours to decide',
  'privacy.rights.text':
    'On your own page you see all this as a file, change your mails, end what you give, and have yourself erased.',
  'privacy.rights.link': 'To your page',
  'data.title': 'Your data',
  'data.link': 'Download all that we hold of you (JSON)',
  'data.held': 'What is held, why and how long',
  'erase.link': 'Have yourself erased',
  'erase.title': 'Have yourself erased?',
  'erase.text':
    'What you give ends at once. Stripe is told to delete you as a customer. Then your address, your sign-ins, the mails and the tie to your browsers are deleted here. What was paid stays in the books under a random number.',
  'erase.stripe': 'Stripe keeps what the law has it keep about payments. That is not ours to delete.',
  'erase.button': 'Erase me',
  'erase.under.title': 'You are being erased',
  'erase.under.text':
    'It is written down, and goes on by itself until Stripe has confirmed it. There is nothing you need to do. After that this page knows you no more.',
} as const
