export const mails = {
  'mail.toAccount': 'See it, change it or end it',
  'mail.thanks.subject': 'Thank you',
  'mail.thanks.monthly': 'You now give {amount} a month. Thank you: the work goes on because of it.',
  'mail.thanks.yearly': 'You now give {amount} a year. Thank you: the work goes on because of it.',
  'mail.thanks.once': 'You gave {amount}. Thank you: the work goes on because of it.',
  'mail.thanks.after':
    'The letter leaves you in peace on the device you gave with. Sign in on others to have it so there. You can change or end this at any time, without writing to anybody.',
  'mail.thanks.onceAfter': 'The letter leaves you in peace for a year on the device you gave with.',
  'mail.failed.subject': 'A charge did not go through',
  'mail.failed.text': 'A charge for your contribution did not go through.',
  'mail.failed.funds': 'Your bank says that there was not enough on the account.',
  'mail.failed.expired': 'Your card has run out.',
  'mail.failed.details': 'Your bank does not know the card under the details we have.',
  'mail.failed.action': 'Your bank asks you to confirm the charge yourself.',
  'mail.failed.limit': 'Your card has reached a limit.',
  'mail.failed.refused': 'Your bank refused it, and does not say why.',
  'mail.failed.technical': 'Your bank could not be reached.',
  'mail.failed.unknown': 'We were not told why.',
  'mail.failed.again':
    'It is tried again on {at}. Your page leads to your card, where you can give another one:',
  'mail.failed.last':
    'It is not tried again by itself. Your page leads to your card, where you can give another one:',
  'mail.failed.noHurry': 'You may also leave it. We write no more than once about a charge.',
  'mail.renewal.subject': 'Your next yearly charge',
  'mail.renewal.text': 'On {at} your yearly contribution of {amount} is charged again.',
  'mail.renewal.change': 'You need do nothing for that. To change or end it before, open your page:',
  'mail.changed.subject': 'Your contribution is changed',
  'mail.changed.month': 'From the next charge, on {at}, you give {amount} a month.',
  'mail.changed.year': 'From the next charge, on {at}, you give {amount} a year.',
  'mail.changed.monthNext': 'From the next charge you give {amount} a month.',
  'mail.changed.yearNext': 'From the next charge you give {amount} a year.',
  'mail.changed.notYou':
    'If it was not you who changed it, your page lets you take it back, and sign out everywhere:',
  'mail.undone.subject': 'A second contribution was ended',
  'mail.undone.text':
    'You gave {amount} although a contribution of yours was running. So that you are not charged for two, the second is ended, and its payment is on its way back to you. The first goes on.',
  'mail.undone.change': 'If you meant to give more, change the amount of the first:',
  'mail.ended.subject': 'It has ended',
  'mail.ended.chosen': 'Your contribution has ended. Thank you for the time you gave.',
  'mail.ended.uncollected':
    'Your contribution has ended, because it could not be charged for some weeks. Thank you for the time you gave.',
  'mail.ended.nothingMore': 'Nothing is charged for it any more, and we write no more about it.',
} as const
