-- CreateTable
CREATE TABLE "Conversation" (
    "ref" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "serviceUrl" TEXT NOT NULL,
    "team" TEXT,
    "botId" TEXT NOT NULL,
    "helloAt" DATETIME,
    "heardAt" DATETIME NOT NULL
);
