export const accountSettings = {
  'preferences.title': 'Mails to you',
  'preferences.language': 'In which language?',
  'preferences.asGiven': 'The one I gave in',
  'preferences.plain': 'Plain mails',
  'preferences.plainHint':
    'Neither the subject nor the name of the sender says that a mail is from us. Its address and its text still do.',
  'preferences.save': 'Save',
  'address.link': 'Change your mail address',
  'address.title': 'Another mail address',
  'address.text':
    'Type the new address. We send a link to it, and nothing changes before the link is opened there. Receipts from Stripe go to the new address as well.',
  'address.new': 'New mail address',
  'address.link.asks':
    'From now on, mails about the contribution are to come to this mailbox? If you give under this address already, all of it will stand on one page of yours.',
  'address.link.button': 'Yes, to this one',
  'address.link.done': 'Done. Mails come to the new address, and you sign in with it.',
  'address.link.spent': 'This link was used already, or has run out.',
  'address.link.asksBack':
    'Mails are to come to this mailbox again? Everybody who is signed in to your page is signed out.',
  'address.back.button': 'Yes, take it back',
  'address.link.doneBack': 'It is taken back. Mails come to this mailbox, and you sign in with it.',
  'mail.addressWas.subject': 'Your mail address is changed',
  'mail.addressWas.lead':
    'Mails about your contribution come to another address from now on, as somebody asked on your page. If that was you, there is nothing to do.',
  'mail.addressWas.link': 'If it was not you, take it back',
  'mail.addressWas.until':
    'It can be taken back for seven days. Whoever is signed in to your page is signed out then.',
  'mail.address.subject': 'Confirm your new address',
  'mail.address.lead': 'Somebody, hopefully you, wants to have mails sent to this address from now on.',
  'mail.address.link': 'Confirm it',
  'mail.address.until':
    'The link works once, for half an hour. If it was not you, there is nothing you need to do, and nothing changes.',
  'account.done.address': 'Look into the new mailbox: the change is made once you open the link in it.',
  'statement.heading': 'Statements',
  'statement.title': 'What you gave in {year}',
  'statement.lead': 'Recorded by {newsroom}. It names nobody.',
  'statement.day': 'Day',
  'statement.what': 'What',
  'statement.amount': 'Amount',
  'statement.total': 'Together in {currency}',
  'statement.kind.payment': 'Given',
  'statement.kind.payment-failed': 'Failed after all',
  'statement.kind.refund': 'Returned to you',
  'statement.kind.refund-failed': 'Return that failed',
  'statement.kind.dispute': 'Taken back by your bank',
  'statement.kind.dispute-reinstated': 'Counts again: your bank withdrew its objection',
  'statement.print': 'Your browser can print this page, or save it as a file.',
} as const
