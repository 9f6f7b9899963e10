/** Texts about demo data. */
export const demo = {
  'demo.title': 'Demo data',
  'demo.offer':
    'The record is empty. To see the reports at work, fill it with two years of an invented newsroom: about 400 supporters, failed cards, refunds and pauses. Nothing is sent to Stripe and nobody gets an email. You can remove it at any time.',
  'demo.button.fill': 'Fill with two years of demo data',
  'demo.button.remove': 'Remove demo data',
  'demo.filling':
    'Writing demo data: {written} of {supporters, plural, one {# supporter} other {# supporters}}. This page reloads by itself every two seconds.',
  'demo.filling.link': 'Demo data is being written. See how far it is',
  'demo.reload': 'Reload now',
  'demo.filled':
    'The record holds demo data: {supporters, plural, one {# invented supporter} other {# invented supporters}}. Their ids begin with cus_demo_. Stripe does not know them, and they get no emails.',
  'demo.filled.real': 'Removing the demo data leaves everything that came through Stripe.',
  'demo.failed':
    'Writing the demo data stopped with an error; the log says why. Remove what was written, then try again.',
  'demo.refused.real-stripe':
    'Stripe is a real account here. Demo data is for trials with the sandbox only, so that nobody mistakes it for real income.',
  'demo.refused.real-supporters':
    'The record already holds supporters. Demo data is only written into an empty record.',
  'demo.back': 'Back to the overview',
  'demo.noPage': 'Invented: there is no page about this supporter.',
}
