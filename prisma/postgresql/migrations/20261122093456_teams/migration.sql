-- CreateEnum
CREATE TYPE "ConversationKind" AS ENUM ('channel', 'groupChat', 'personal');

-- CreateTable
CREATE TABLE "Conversation" (
    "ref" TEXT NOT NULL,
    "kind" "ConversationKind" NOT NULL,
    "serviceUrl" TEXT NOT NULL,
    "team" TEXT,
    "botId" TEXT NOT NULL,
    "helloAt" TIMESTAMP(3),
    "heardAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Conversation_pkey" PRIMARY KEY ("ref")
);
