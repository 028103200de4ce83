export const WEBHOOKS_PATH = '/panel/webhooks';

export const webhookPath = (id: number): string => `${WEBHOOKS_PATH}/${id}`;
export const deliveryPath = (webhookId: number, id: number): string => `${webhookPath(webhookId)}/deliveries/${id}`;
