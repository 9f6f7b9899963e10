/** Events in words, by type. Other events are shown by their type alone, or not at all. */
const en = {
  'checkout.session.completed': '{who} finished a checkout of {amount}.',
  'checkout.session.expired': 'A checkout of {amount} expired.',
  'customer.created': '{who} became a customer.',
  'customer.deleted': 'The customer {who} was deleted.',
  'customer.subscription.created': '{who} began a subscription.',
  'customer.subscription.updated': 'The subscription of {who} changed.',
  'customer.subscription.deleted': 'The subscription of {who} ended.',
  'invoice.paid': '{who} paid an invoice of {amount}.',
  'invoice.payment_failed': '{who} could not be charged {amount}.',
  'invoice.payment_action_required': 'The bank of {who} asks to confirm {amount}.',
  'invoice.voided': 'The invoice of {who} was voided.',
  'charge.succeeded': 'The charge of {amount} on {who} succeeded.',
  'charge.failed': 'The charge of {amount} on {who} failed.',
  'charge.pending': 'The bank of {who} was asked for {amount}.',
  'charge.refunded': 'A charge of {who} was refunded.',
  'charge.dispute.created': 'A charge of {amount} was disputed.',
  'charge.dispute.closed': 'The dispute over {amount} was closed.',
  'refund.failed': 'The refund of {amount} failed.',
  'payment_method.attached': '{who} has a new way to pay.',
  'payment_method.automatically_updated': 'The bank of {who} issued a new card.',
}

const ru: typeof en = {
  'checkout.session.completed': 'Оплата оформлена: {who}, {amount}.',
  'checkout.session.expired': 'Срок оплаты истёк: {amount}.',
  'customer.created': 'Новый клиент: {who}.',
  'customer.deleted': 'Клиент удалён: {who}.',
  'customer.subscription.created': 'Новая подписка: {who}.',
  'customer.subscription.updated': 'Подписка изменилась: {who}.',
  'customer.subscription.deleted': 'Подписка закончилась: {who}.',
  'invoice.paid': 'Счёт оплачен: {who}, {amount}.',
  'invoice.payment_failed': 'Списать не удалось: {who}, {amount}.',
  'invoice.payment_action_required': 'Банк просит подтвердить платёж: {who}, {amount}.',
  'invoice.voided': 'Счёт аннулирован: {who}.',
  'charge.succeeded': 'Платёж прошёл: {who}, {amount}.',
  'charge.failed': 'Платёж не прошёл: {who}, {amount}.',
  'charge.pending': 'Запрос отправлен в банк: {who}, {amount}.',
  'charge.refunded': 'Платёж возвращён: {who}.',
  'charge.dispute.created': 'Платёж оспорен: {amount}.',
  'charge.dispute.closed': 'Спор закрыт: {amount}.',
  'refund.failed': 'Возврат не прошёл: {amount}.',
  'payment_method.attached': 'Новый способ оплаты: {who}.',
  'payment_method.automatically_updated': 'Банк перевыпустил карту: {who}.',
}

export type EventTexts = Partial<Record<string, string>>
export const EVENT_TEXTS: Record<'en' | 'ru', EventTexts> = { en, ru }
