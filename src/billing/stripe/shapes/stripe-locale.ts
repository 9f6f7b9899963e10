// The languages of Stripe's own pages among those that a newsroom may write in.
// https://docs.stripe.com/js/appendix/supported_locales
const OF_STRIPE = [
  'bg',
  'cs',
  'da',
  'de',
  'el',
  'en',
  'es',
  'et',
  'fi',
  'fr',
  'hr',
  'hu',
  'id',
  'it',
  'ja',
  'ko',
  'lt',
  'lv',
  'ms',
  'mt',
  'nb',
  'nl',
  'pl',
  'pt',
  'ro',
  'ru',
  'sk',
  'sl',
  'sv',
  'th',
  'tr',
  'vi',
  'zh',
] as const

/** Returns the language of Stripe's pages for a reader; `auto` lets the browser choose, where Stripe lacks it. */
export const stripeLocale = (language: string): (typeof OF_STRIPE)[number] | 'auto' =>
  OF_STRIPE.find((each) => each === language) ?? 'auto'
