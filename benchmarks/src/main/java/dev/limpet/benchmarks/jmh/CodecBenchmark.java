package dev.limpet.benchmarks.jmh;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import dev.limpet.benchmarks.webapp.Content;
import dev.limpet.session.codec.AttributeCodec;
import dev.limpet.session.codec.AttributeException;
import dev.limpet.session.codec.Fingerprint;
import dev.limpet.session.codec.SigningKeys;

/** One attribute of about 512 bytes: to bytes, back, and what a look for changes in place costs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {
    private static final String NAME = "profile";

    @Param({"strings", "beans"})
    private String values;

    @Param({"", "0123456789abcdef0123456789abcdef"})
    private String signingKey;

    private AttributeCodec codec;
    private Object value;
    private byte[] stored;

    @Setup
    public void prepare() throws AttributeException {
        codec = SigningKeys.parse(signingKey).sign(Codecs.java()).boundTo("birth");
        value = Content.named(values).make("label");
        stored = codec.encode(NAME, value);
    }

    @Benchmark
    public byte[] encode() throws AttributeException {
        return codec.encode(NAME, value);
    }

    @Benchmark
    public Object decode() throws AttributeException {
        return codec.decode(NAME, stored);
    }

    @Benchmark
    public Fingerprint lookForChanges() throws AttributeException {
        return Fingerprint.of(codec.encode(NAME, value));
    }
}
