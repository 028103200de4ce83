export interface Attachment {
  /** Also the name of the stored file. */
  id: string;
  conversationId: string;
  /** As people see it; never the name of a file here. */
  name: string;
  /** As its bytes say. */
  type: string;
  /** Bytes. */
  size: number;
}

/** Shape: the contract's attachment, in answers and in a message's metadata. */
export const toAttachmentView = ({ id, name, size, type }: Attachment) => ({ id, name, size, type });
