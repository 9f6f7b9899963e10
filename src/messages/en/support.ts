export const support = {
  'support.title': 'Support {newsroom}',
  'support.already.refund':
    'You already support us. To give more, change your amount. A second regular contribution would be canceled and refunded.',
  'support.already.ask':
    'You already support us. To give more, change your amount. A second contribution would run beside the first.',
  'support.already.currency':
    'To give in another currency, start a new contribution in it, then cancel the first one. The days already paid are not refunded.',
  'support.alreadyAnother': 'Begin another contribution',
  'support.alreadyChange': 'Manage your support',
  'support.lead': 'From {minimum} a month. It takes about a minute, and you can stop whenever you like.',
  'support.frequency': 'How often',
  'support.once': 'Once',
  'support.monthly': 'Monthly',
  'support.yearly': 'Yearly',
  'support.currency': 'Currency',
  'support.presets': 'Amounts',
  'support.amount': 'Amount in {currency}',
  'support.amountHint': '{minimum} or more.',
  'support.submit.once': 'Give once',
  'support.submit.monthly': 'Give monthly',
  'support.submit.yearly': 'Give yearly',
  'support.submitAmount.once': 'Give {amount} once',
  'support.submitAmount.monthly': 'Give {amount} a month',
  'support.submitAmount.yearly': 'Give {amount} a year',
  'support.charges.once': '{amount} today, and nothing after that.',
  'support.charges.once.open': 'You are charged today, and never again.',
  'support.charges.monthly':
    '{amount} today, then {amount} on the {day, selectordinal, one {#st} two {#nd} few {#rd} other {#th}} of each month until you stop.',
  'support.charges.monthly.open':
    'You are charged today, then on the {day, selectordinal, one {#st} two {#nd} few {#rd} other {#th}} of each month until you stop.',
  'support.charges.month.clamped': 'In shorter months you are charged on the last day.',
  'support.charges.yearly': '{amount} today, then {amount} on {day} each year until you stop.',
  'support.charges.yearly.open': 'You are charged today, then on {day} each year until you stop.',
  'support.charges.year.clamped': 'In years without this day you are charged on 28 February.',
  'support.statement': 'Your bank statement will show:',
  'support.safety':
    'If paying us could put you or your family at risk where you live, please do not. Your bank sees the payment. Just read: that helps too.',
  'support.next':
    'You’ll pay on Stripe’s secure page. Stripe gets your name, email and card. We never see your card; Stripe never learns what you read.',
  'support.remembers': 'We set one cookie so that this browser stops asking.',
  'support.errorSummary': 'Check the amount',
  'support.errorSummary.other': 'Your contribution has not started',
  'support.error.not-a-number': 'Enter a number, for example {example}.',
  'support.error.too-precise': '{currency} does not have that many decimals. Write it like {example}.',
  'support.error.too-small': 'Enter {minimum} or more.',
  'support.error.too-large': 'Enter {maximum} or less. Write to us if you want to give more.',
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
