package dev.limpet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.DoubleStream;

import org.junit.jupiter.api.Test;

class ResultTest {
    @Test
    void comparesRoundByRound() {
        Result base = result(10, 100, 10);
        Result other = result(20, 200, 30);

        assertThat(other.ratio(base, Sample::tomcat)).isEqualTo(new Spread(2, 2, 3));
    }

    @Test
    void takesTheMiddleOfAnEvenNumber() {
        assertThat(Spread.of(DoubleStream.of(4, 1, 2, 3))).isEqualTo(new Spread(1, 2.5, 4));
    }

    private static Result result(double... tomcat) {
        List<Sample> rounds = DoubleStream.of(tomcat)
                .mapToObj(value -> new Sample(value, 0, 0, 0, 1))
                .toList();
        return new Result(Contender.LIMPET, rounds, Commands.NONE, null);
    }
}
