export const support = {
  'support.title': 'Support {newsroom}',
  'support.already.refund':
    'You give regularly already. To give more, change the amount. A second one in the same currency is canceled at once, and its payment refunded.',
  'support.already.ask':
    'You give regularly already. To give more, change the amount: a second contribution would run beside the first.',
  'support.already.currency':
    'To give in another currency, start a new contribution in it, then cancel the first one. The days already paid are not refunded.',
  'support.alreadyAnother': 'Begin another contribution',
  'support.alreadyChange': 'See and change what you give',
  'support.lead': 'From {minimum} a month. It takes about a minute, and you can stop whenever you like.',
  'support.frequency': 'How often',
  'support.once': 'Once',
  'support.monthly': 'Monthly',
  'support.yearly': 'Yearly',
  'support.currency': 'Currency',
  'support.presets': 'Amounts',
  'support.amount': 'Amount in {currency}',
  'support.amountHint': 'From {minimum}. Any amount is welcome.',
  'support.submit.once': 'Give once',
  'support.submit.monthly': 'Give monthly',
  'support.submit.yearly': 'Give yearly',
  'support.submitAmount.once': 'Give {amount} once',
  'support.submitAmount.monthly': 'Give {amount} a month',
  'support.submitAmount.yearly': 'Give {amount} a year',
  'support.next':
    'Next you pay on a page of Stripe, which handles the card. Stripe learns your name, address of mail and card; we never see the card, and we do not tell Stripe what you read.',
  'support.remembers':
    'A cookie with a random number lets this browser know that you give, so that it stops asking.',
  'support.errorSummary': 'The contribution was not started',
  'support.error.not-a-number': 'Write the amount in figures, like {example}.',
  'support.error.too-precise': '{currency} does not have that many decimals. Write it like {example}.',
  'support.error.too-small': 'The smallest amount is {minimum}.',
  'support.error.too-large': 'The largest amount is {maximum}. Write to us if you want to give more.',
  'support.error.form':
    'This form was sent before. If you have paid, the thanks are in your email. If you have not, send it again.',
  'support.error.frequency': 'Choose once, monthly or yearly.',
  'support.error.currency': 'Choose one of the currencies offered.',
  'thanks.confirmed.title': 'Thank you',
  'thanks.confirmed.once': 'Your gift of {amount} has arrived.',
  'thanks.confirmed.monthly': 'You now support us with {amount} a month. The first payment has arrived.',
  'thanks.confirmed.yearly': 'You now support us with {amount} a year. The first payment has arrived.',
  'thanks.confirmed.suppressed.once': 'You will not see the letter for a year in the browser you gave from.',
  'thanks.confirmed.suppressed':
    'You will not see the letter again in the browser you gave from while your support lasts.',
  'thanks.processing.title': 'Thank you. Your payment is on its way',
  'thanks.processing.text':
    'Your bank has not confirmed {amount} yet; with some ways of paying that takes days. There is nothing you need to do.',
  'thanks.unpaid.title': 'Nothing was paid',
  'thanks.unpaid.text': 'The payment of {amount} was not completed, and nothing was taken from you.',
  'thanks.unpaid.continue': 'Continue to payment',
  'thanks.unpaid.again': 'Start again',
  'thanks.declined.title': 'Your bank refused the payment',
  'thanks.declined.text':
    'The payment of {amount} did not go through after all, and nothing was taken from you. You can give in another way.',
  'thanks.toAccount': 'To your page',
  'thanks.unknown.title': 'We are still asking',
  'thanks.unknown.text':
    'Stripe does not answer us at the moment, so we cannot say yet whether {amount} was paid. Reload this page in a minute. Do not pay again.',
  'thanks.duplicate.title': 'You give already',
  'thanks.duplicate.refunded':
    'You already give from this browser, so this second contribution was ended at once and {amount} goes back to your card; banks take up to ten days to show it. Your first contribution goes on as it was.',
  'thanks.duplicate.asked':
    'You already give from this browser, and a second contribution of {amount} now stands beside the first. If you did not mean it, you need do nothing: our staff see it, and will ask or return it.',
  'thanks.back': 'Go on reading',
} as const
