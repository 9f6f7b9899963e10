import type { PageLanguage } from './page-language.ts'
import { SUBSCRIPTION_STATUSES, SUBSCRIPTION_TEXTS } from './subscription-texts.ts'

/** Texts of the billing portal and of invoice pages. */
const en = {
  ...SUBSCRIPTION_TEXTS.en,
  portal: 'Billing portal',
  billing: 'Billing',
  sandbox: 'Sandbox',
  subscriptions: 'Subscriptions',
  invoices: 'Invoices',
  none: 'None.',
  back: 'Return to the newsroom',
  ending: 'card ending {digits}',
  newCard: 'New card',
  useCard: 'Use this card',
  cancel: 'Cancel',
  renew: 'Do not cancel',
  draft: 'Draft',
  invoice: 'Invoice {number}',
  card: 'Card',
  pay: 'Pay',
  unknownCard: 'Enter one of the test cards, such as 4242 4242 4242 4242.',
  statuses: {
    ...SUBSCRIPTION_STATUSES.en,
    draft: 'draft',
    open: 'open',
    paid: 'paid',
    void: 'void',
    uncollectible: 'uncollectible',
  } as Record<string, string>,
}

const ru: typeof en = {
  ...SUBSCRIPTION_TEXTS.ru,
  portal: 'Управление платежами',
  billing: 'Платежи',
  sandbox: 'Песочница',
  subscriptions: 'Подписки',
  invoices: 'Счета',
  none: 'Нет.',
  back: 'Вернуться в редакцию',
  ending: 'карта *{digits}',
  newCard: 'Новая карта',
  useCard: 'Платить этой картой',
  cancel: 'Отменить',
  renew: 'Не отменять',
  draft: 'Черновик',
  invoice: 'Счёт {number}',
  card: 'Карта',
  pay: 'Заплатить',
  unknownCard: 'Введите одну из тестовых карт, например 4242 4242 4242 4242.',
  statuses: {
    ...SUBSCRIPTION_STATUSES.ru,
    draft: 'черновик',
    open: 'ждёт оплаты',
    paid: 'оплачен',
    void: 'аннулирован',
    uncollectible: 'безнадёжный',
  },
}

export type PortalTexts = typeof en
export const portalTexts = (language: PageLanguage): PortalTexts => (language === 'ru' ? ru : en)
